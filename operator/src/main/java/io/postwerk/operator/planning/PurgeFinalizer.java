package io.postwerk.operator.planning;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.postwerk.crds.DeletionPolicy;
import io.postwerk.crds.MailDomain;
import io.postwerk.crds.MailUser;
import io.postwerk.crds.ObjectKey;
import io.postwerk.operator.cache.CustomResources;
import io.postwerk.operator.cache.ServerLookup;
import io.postwerk.operator.status.ResourceRef;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The finalizer that keeps a resource whose mail is to go with it until the mail is gone. Where no MailServer has the mail, nothing is
 * waited for.
 */
public final class PurgeFinalizer {
    /** The finalizer. */
    public static final String FINALIZER = "postwerk.io/purge";

    private static final System.Logger LOG = System.getLogger(PurgeFinalizer.class.getName());
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final KubernetesClient client;
    private final CustomResources resources;
    private final ServerLookup lookup;
    /** The MailServers that have removed the mail of a resource whose own MailServer is not known. */
    private final Map<String, Set<ObjectKey>> done = new ConcurrentHashMap<>();

    /** PurgeFinalizer of the resources that caches have. */
    public PurgeFinalizer(KubernetesClient client, CustomResources resources, ServerLookup lookup) {
        this.client = client;
        this.resources = resources;
        this.lookup = lookup;
    }

    /** Whether a resource is to be kept until its mail is gone. */
    public static boolean isWanted(HasMetadata resource) {
        return policy(resource) == DeletionPolicy.DELETE;
    }

    /** Whether a resource is being deleted and waits for its mail to be gone. */
    public static boolean isWaiting(HasMetadata resource) {
        return resource.isMarkedForDeletion() && resource.hasFinalizer(FINALIZER);
    }

    /** Gives a resource the finalizer or takes it, as its policy says. */
    public void setFinalizer(HasMetadata resource) {
        if (resource.isMarkedForDeletion() || isWanted(resource) == resource.hasFinalizer(FINALIZER)) {
            return;
        }
        List<String> finalizers = new ArrayList<>(resource.getFinalizers());
        if (isWanted(resource)) {
            finalizers.add(FINALIZER);
        } else {
            finalizers.remove(FINALIZER);
        }
        patch(resource, finalizers);
    }

    /** The mailboxes of some resources are gone from a MailServer. */
    void purged(ObjectKey server, Stream<ResourceRef> refs, Set<ObjectKey> servers) {
        refs.forEach(ref -> find(ref).filter(PurgeFinalizer::isWaiting).ifPresent(resource -> {
            done.computeIfAbsent(resource.getMetadata().getUid(), _ -> ConcurrentHashMap.newKeySet())
                    .add(server);
            releaseIfDone(resource, servers);
        }));
    }

    /**
     * Lets resources go that no MailServer has mail of, that are to leave theirs, or whose mail is gone. To be called from time to
     * time: what could not be let go is tried again, and not every event that matters is one of the resource.
     *
     * @param servers the MailServers that there are
     */
    void releaseAll(Set<ObjectKey> servers) {
        List<? extends HasMetadata> waiting = Stream.of(
                        resources.users().all(), resources.domains().all())
                .flatMap(all -> all)
                .filter(PurgeFinalizer::isWaiting)
                .toList();
        done.keySet()
                .retainAll(waiting.stream()
                        .map(resource -> resource.getMetadata().getUid())
                        .collect(Collectors.toSet()));
        waiting.forEach(resource -> releaseIfDone(resource, servers));
    }

    /**
     * Lets a waiting resource go if there is nothing to wait for.
     *
     * @param servers the MailServers that there are
     */
    void releaseIfDone(HasMetadata resource, Set<ObjectKey> servers) {
        if (!isDone(resource, servers)) {
            return;
        }
        List<String> finalizers = new ArrayList<>(resource.getFinalizers());
        finalizers.remove(FINALIZER);
        try {
            patch(resource, finalizers);
        } catch (KubernetesClientException e) {
            // One that cannot go, for an admission webhook or a newer version of it, keeps no other from going.
            LOG.log(
                    e.getCode() == HttpURLConnection.HTTP_CONFLICT
                            ? System.Logger.Level.DEBUG
                            : System.Logger.Level.WARNING,
                    "The finalizer of {0} could not be removed, and will be tried again: {1}",
                    ResourceRef.of(resource),
                    e.getMessage());
        }
    }

    /** A resource whose MailServer is not known waits for all of them. */
    private boolean isDone(HasMetadata resource, Set<ObjectKey> servers) {
        if (!isWanted(resource)) {
            return true;
        }
        Set<ObjectKey> by = done.getOrDefault(resource.getMetadata().getUid(), Set.of());
        return lookup.server(resource)
                .map(server -> !servers.contains(server) || by.contains(server))
                .orElseGet(() -> by.containsAll(servers));
    }

    private void patch(HasMetadata resource, List<String> finalizers) {
        Map<String, Object> metadata =
                Map.of("resourceVersion", resource.getMetadata().getResourceVersion(), "finalizers", finalizers);
        try {
            client.resources(resource.getClass())
                    .inNamespace(resource.getMetadata().getNamespace())
                    .withName(resource.getMetadata().getName())
                    .patch(MERGE, client.getKubernetesSerialization().asJson(Map.of("metadata", metadata)));
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                throw e;
            }
        }
    }

    private Optional<? extends HasMetadata> find(ResourceRef ref) {
        return switch (ref.kind()) {
            case "MailUser" -> resources.users().get(ref.key());
            case "MailDomain" -> resources.domains().get(ref.key());
            default -> Optional.empty();
        };
    }

    private static DeletionPolicy policy(HasMetadata resource) {
        return switch (resource) {
            case MailUser user when user.getSpec() != null -> user.getSpec().deletionPolicy();
            case MailDomain domain
            when domain.getSpec() != null -> domain.getSpec().deletionPolicy();
            default -> DeletionPolicy.RETAIN;
        };
    }
}
