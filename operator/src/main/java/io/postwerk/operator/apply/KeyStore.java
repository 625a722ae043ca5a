package io.postwerk.operator.apply;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.postwerk.operator.cache.NamespaceObjects;
import io.postwerk.operator.keys.KeyStorage;
import java.net.HttpURLConnection;
import java.util.Optional;

/** The Secrets with keys of MailServers in one namespace: read from the cache, created on the API server. */
public final class KeyStore implements KeyStorage {
    private final KubernetesClient client;
    private final NamespaceObjects owned;
    private final boolean readOnly;

    /** @param readOnly whether nothing is to be created: what would be is given back and forgotten */
    public KeyStore(KubernetesClient client, NamespaceObjects owned, boolean readOnly) {
        this.client = client;
        this.owned = owned;
        this.readOnly = readOnly;
    }

    @Override
    public Optional<Secret> find(String namespace, String name) {
        return owned.find(Secret.class, name);
    }

    @Override
    public Secret create(Secret secret) {
        if (readOnly) {
            return secret;
        }
        String name = secret.getMetadata().getName();
        return owned.write(Secret.class, name, () -> createOrGet(secret, name));
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
