package io.postwerk.operator.apply;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.postwerk.operator.cache.DependentObjects;
import io.postwerk.operator.keys.KeyStorage;
import io.postwerk.operator.keys.KeyStorage.KeyException;
import io.postwerk.operator.model.ServerIdentity;
import java.net.HttpURLConnection;
import java.util.Optional;

/** The Secrets with keys of a MailServer: read from the cache, created on the API server. */
public final class KeyStore implements KeyStorage {
    private final KubernetesClient client;
    private final DependentObjects owned;
    private final ServerIdentity server;
    private final boolean readOnly;

    /**
     * A store for one MailServer.
     *
     * @param readOnly whether nothing is to be created: what would be is given back and forgotten
     */
    public KeyStore(KubernetesClient client, DependentObjects owned, ServerIdentity server, boolean readOnly) {
        this.client = client;
        this.owned = owned;
        this.server = server;
        this.readOnly = readOnly;
    }

    /** A Secret of that name that belongs to another MailServer is not found: its key is not used. */
    @Override
    public Optional<Secret> find(String namespace, String name) {
        return owned.find(Secret.class, name).filter(secret -> !Ownership.isAnothers(secret, server.name()));
    }

    @Override
    public Secret create(Secret secret) throws KeyException {
        if (readOnly) {
            return secret;
        }
        String name = secret.getMetadata().getName();
        Secret there = owned.write(Secret.class, name, () -> createOrGet(secret, name));
        if (Ownership.isAnothers(there, server.name())) {
            throw new KeyException(
                    server, "Secret " + name + " " + Ownership.TAKEN, "give one of the two MailServers another name");
        }
        return there;
    }

    private Secret createOrGet(Secret secret, String name) {
        var operation = client.secrets().inNamespace(secret.getMetadata().getNamespace());
        try {
            return operation.resource(secret).create();
        } catch (KubernetesClientException e) {
            // Restored from a backup without its labels, or made by another replica a moment ago.
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            return Optional.ofNullable(operation.withName(name).get()).orElseThrow(() -> e);
        }
    }
}
