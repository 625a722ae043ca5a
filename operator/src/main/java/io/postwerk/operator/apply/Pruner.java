package io.postwerk.operator.apply;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.postwerk.operator.cache.DependentObjects;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Removes the objects of a MailServer that its plan does not have any more. Volumes are never among them. */
public final class Pruner {
    private final KubernetesClient client;

    /** A pruner that deletes through a client. */
    public Pruner(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Deletes what the MailServer owns and the plan does not have. What it does not own (keys and CAs that are kept) stays.
     *
     * @param uid uid of the MailServer
     * @return how many were deleted
     */
    public int prune(DependentObjects owned, String server, String uid, List<HasMetadata> wanted) {
        Set<String> names = wanted.stream().map(Pruner::key).collect(Collectors.toSet());
        List<HasMetadata> gone = owned.all(server).stream()
                .filter(object -> !(object instanceof PersistentVolumeClaim))
                .filter(object -> !names.contains(key(object)) && isOwned(object, uid))
                .filter(object -> object.getMetadata().getDeletionTimestamp() == null)
                .toList();
        gone.forEach(this::delete);
        return gone.size();
    }

    private void delete(HasMetadata object) {
        try {
            client.resource(object)
                    .lockResourceVersion(object.getMetadata().getResourceVersion())
                    .delete();
        } catch (KubernetesClientException e) {
            // Changed meanwhile: the next plan looks again.
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT && e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw e;
            }
        }
    }

    private static boolean isOwned(HasMetadata object, String uid) {
        return Optional.ofNullable(object.getMetadata().getOwnerReferences()).orElse(List.of()).stream()
                .anyMatch(owner -> owner.getUid().equals(uid));
    }

    private static String key(HasMetadata object) {
        return object.getKind() + "/" + object.getMetadata().getName();
    }
}
