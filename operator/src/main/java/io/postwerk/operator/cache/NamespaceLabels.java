package io.postwerk.operator.cache;

import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.stream.Stream;

/** All namespaces, with their labels only. */
public final class NamespaceLabels implements AutoCloseable {
    private final SharedIndexInformer<Namespace> informer;

    /**
     * Begins to watch.
     *
     * @param onChange is called when labels have changed, or a namespace has come or gone
     */
    public NamespaceLabels(KubernetesClient client, Runnable onChange) {
        informer = client.namespaces().runnableInformer(0);
        informer.itemStore(new TransformingStore<>(Trimming::labelsOnly));
        informer.exceptionHandler((started, cause) -> true);
        informer.addEventHandler(new ResourceEventHandler<>() {
            @Override
            public void onAdd(Namespace namespace) {
                onChange.run();
            }

            @Override
            public void onUpdate(Namespace before, Namespace after) {
                if (!before.getMetadata().getLabels().equals(after.getMetadata().getLabels())) {
                    onChange.run();
                }
            }

            @Override
            public void onDelete(Namespace namespace, boolean unknown) {
                onChange.run();
            }
        });
        informer.start();
    }

    /** Whether all are known. */
    public boolean isSynced() {
        return informer.hasSynced();
    }

    /** All namespaces that are known. */
    public Stream<Namespace> all() {
        return informer.getStore().list().stream();
    }

    @Override
    public void close() {
        informer.stop();
    }
}
