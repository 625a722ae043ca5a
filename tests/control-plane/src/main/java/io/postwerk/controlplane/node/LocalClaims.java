package io.postwerk.controlplane.node;

import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Makes a volume for each claim of the default storage class: a folder of the node, of the type that fsGroup works with. The
 * controller manager binds them. A volume that was released stays until the node is closed.
 */
final class LocalClaims implements AutoCloseable {
    private static final String CLASS = "local-folders";

    private final KubernetesClient client;
    private final Path folder;
    private final SharedIndexInformer<PersistentVolumeClaim> informer;

    private LocalClaims(KubernetesClient client, Path folder) {
        this.client = client;
        this.folder = folder;
        client.resource(storageClass()).serverSideApply();
        this.informer = client.persistentVolumeClaims().inAnyNamespace().inform(new ResourceEventHandler<>() {
            @Override
            public void onAdd(PersistentVolumeClaim claim) {
                provide(claim);
            }

            @Override
            public void onUpdate(PersistentVolumeClaim before, PersistentVolumeClaim claim) {
                provide(claim);
            }

            @Override
            public void onDelete(PersistentVolumeClaim claim, boolean stateUnknown) {
                // Its folder stays: a claim that was retained is told apart by its uid.
            }
        });
    }

    static LocalClaims start(KubernetesClient client, Path folder) {
        return new LocalClaims(client, folder);
    }

    private static StorageClass storageClass() {
        return new StorageClassBuilder()
                .withNewMetadata()
                .withName(CLASS)
                .withAnnotations(Map.of("storageclass.kubernetes.io/is-default-class", "true"))
                .endMetadata()
                .withProvisioner("kubernetes.io/no-provisioner")
                .withReclaimPolicy("Retain")
                .withVolumeBindingMode("Immediate")
                .build();
    }

    private void provide(PersistentVolumeClaim claim) {
        boolean ours = CLASS.equals(claim.getSpec().getStorageClassName());
        if (!ours || claim.getSpec().getVolumeName() != null) return;
        Path home = folder.resolve(claim.getMetadata().getUid());
        try {
            Files.createDirectories(home);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        client.resource(volume(claim, home)).serverSideApply();
    }

    private static PersistentVolume volume(PersistentVolumeClaim claim, Path home) {
        return new PersistentVolumeBuilder()
                .withNewMetadata()
                .withName("local-" + claim.getMetadata().getUid())
                .endMetadata()
                .withNewSpec()
                .withStorageClassName(CLASS)
                .withAccessModes(claim.getSpec().getAccessModes())
                .withCapacity(claim.getSpec().getResources().getRequests())
                .withPersistentVolumeReclaimPolicy("Retain")
                .withNewClaimRef()
                .withNamespace(claim.getMetadata().getNamespace())
                .withName(claim.getMetadata().getName())
                .withUid(claim.getMetadata().getUid())
                .endClaimRef()
                .withNewLocal()
                .withPath(home.toString())
                .endLocal()
                .withNewNodeAffinity()
                .withNewRequired()
                .addNewNodeSelectorTerm()
                .addNewMatchExpression()
                .withKey("kubernetes.io/hostname")
                .withOperator("In")
                .withValues("node")
                .endMatchExpression()
                .endNodeSelectorTerm()
                .endRequired()
                .endNodeAffinity()
                .endSpec()
                .build();
    }

    @Override
    public void close() {
        informer.close();
    }
}
