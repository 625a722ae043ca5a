package io.postwerk.operator.cache;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The objects of all MailServers: only namespaces that hold a MailServer are watched. */
public final class OwnedObjects implements AutoCloseable {
    private final KubernetesClient client;
    private final NamespaceObjects.Listener listener;
    private final Map<String, NamespaceObjects> namespaces = new ConcurrentHashMap<>();

    /** Watches nothing yet. */
    public OwnedObjects(KubernetesClient client, NamespaceObjects.Listener listener) {
        this.client = client;
        this.listener = listener;
    }

    /** The objects in a namespace, which is watched from now on. */
    public NamespaceObjects in(String namespace) {
        return namespaces.computeIfAbsent(namespace, n -> new NamespaceObjects(client, n, listener));
    }

    /** Stops watching all other namespaces. */
    public void retain(Set<String> wanted) {
        namespaces.forEach((namespace, objects) -> {
            if (!wanted.contains(namespace) && namespaces.remove(namespace, objects)) {
                objects.close();
            }
        });
    }

    @Override
    public void close() {
        retain(Set.of());
    }
}
