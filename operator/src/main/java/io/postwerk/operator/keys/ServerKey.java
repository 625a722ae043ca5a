package io.postwerk.operator.keys;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.postwerk.operator.keys.KeyStorage.KeyException;
import io.postwerk.operator.model.ServerIdentity;
import io.postwerk.trust.InstallationKey;
import java.util.Map;
import java.util.Optional;

/**
 * A MailServer's installation key, and the Secret that it is kept in.
 *
 * @param key the key
 * @param secret the Secret as it should be, to be applied with the other objects: its values are those that are there
 */
public record ServerKey(InstallationKey key, Secret secret) {
    private static final String KEY = "key";

    /**
     * The key of a MailServer, made if there is none. It is created and never overwritten, and the API server refuses to change it
     * (an immutable Secret): with another key every user would get another salt, and clients that remember the old one fail.
     *
     * @throws KeyException if there is a Secret without a usable key
     */
    public static ServerKey keep(ServerIdentity server, KeyStorage storage) throws KeyException {
        String name = server.names().installationKey();
        Optional<Secret> found = storage.find(server.namespace(), name);
        Secret live = found.isPresent() ? found.get() : storage.create(fresh(server, name));
        Optional<byte[]> octets = SecretData.octets(live, KEY).filter(key -> key.length == InstallationKey.OCTETS);
        if (octets.isEmpty()) {
            throw new KeyException(
                    server,
                    "Secret " + server.namespace() + "/" + name + " has no installation key: '" + KEY + "' is not "
                            + InstallationKey.OCTETS + " octets",
                    "restore it from a backup, or delete it for a new one");
        }
        Secret wanted = new SecretBuilder()
                .withMetadata(server.kept(name, Optional.empty()))
                .withType(SecretData.OPAQUE)
                .withImmutable(true)
                .withData(Map.of(KEY, SecretData.base64(octets.get())))
                .build();
        return new ServerKey(InstallationKey.of(octets.get()), wanted);
    }

    /** Created without an owner reference: the apply that follows sets it, so that a later apply can remove it. */
    private static Secret fresh(ServerIdentity server, String name) {
        return new SecretBuilder()
                .withMetadata(server.unowned(name, Optional.empty()))
                .withType(SecretData.OPAQUE)
                .withImmutable(true)
                .withData(
                        Map.of(KEY, SecretData.base64(InstallationKey.generate().octets())))
                .build();
    }
}
