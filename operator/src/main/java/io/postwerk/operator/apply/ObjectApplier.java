package io.postwerk.operator.apply;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.postwerk.operator.cache.DependentObjects;
import io.postwerk.operator.model.CanonicalJson;
import io.postwerk.operator.model.Labels;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Applies the objects of one MailServer: by server-side apply under one field manager, each only if it is not as it should be. */
public final class ObjectApplier {
    /**
     * What became of objects that were to be applied.
     *
     * @param written how many were written; all others were as they should be
     * @param failures what the API server refused, for people
     * @param complete whether all config objects are there, the index among them
     */
    public record Outcome(int written, List<String> failures, boolean complete) {
        public Outcome {
            failures = List.copyOf(failures);
        }
    }

    /** An object has changed since it was looked at; nothing was overwritten. The plan is to be made again from what is there now. */
    public static final class ConflictException extends Exception {
        private static final long serialVersionUID = 1;

        ConflictException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The field manager of everything that the operator writes. */
    public static final String FIELD_MANAGER = Labels.OPERATOR;

    /** Annotation: SHA-256 of the object as it was sent. */
    public static final String CONTENT_HASH = "postwerk.io/content-hash";

    static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager(FIELD_MANAGER)
            .withForce(true)
            .build();

    private final KubernetesClient client;
    private final Drift drift = new Drift();

    /** An applier for one MailServer. */
    public ObjectApplier(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Applies objects in their order. If a ConfigMap or a Secret is refused, what comes after it is not tried: the index must be the
     * last one of its set.
     *
     * @param owned what is there
     * @throws ConflictException if somebody else has written in between
     */
    public Outcome apply(DependentObjects owned, List<HasMetadata> objects) throws ConflictException {
        int written = 0;
        List<String> failures = new ArrayList<>();
        for (HasMetadata object : objects) {
            try {
                Optional<String> taken = taken(owned, object);
                if (taken.isPresent()) {
                    failures.add(title(object) + " " + taken.get());
                    if (object instanceof ConfigMap || object instanceof Secret) {
                        return new Outcome(written, failures, false);
                    }
                    continue;
                }
                written += applyOne(owned, object) ? 1 : 0;
            } catch (KubernetesClientException e) {
                if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                    throw new ConflictException(title(object) + " has changed meanwhile", e);
                }
                if (isTransient(e)) {
                    throw e;
                }
                failures.add(title(object) + " is refused: " + message(e));
                if (object instanceof ConfigMap || object instanceof Secret) {
                    return new Outcome(written, failures, false);
                }
            }
        }
        return new Outcome(written, failures, true);
    }

    /** Why the object must not be written: somebody else has one of that name. */
    private Optional<String> taken(DependentObjects owned, HasMetadata object) {
        String name = object.getMetadata().getName();
        Optional<? extends HasMetadata> known = owned.find(object.getClass(), name);
        // Objects without the label are not in the cache. One that is created after this look is not seen.
        Optional<? extends HasMetadata> there = known.isPresent() ? known : there(object);
        String server = Ownership.server(object).orElse("");
        if (there.filter(o -> Ownership.isAnothers(o, server)).isPresent()) {
            return Optional.of(Ownership.TAKEN + "; give one of the two another name");
        }
        if (known.isEmpty() && there.filter(Ownership::isNobodys).isPresent()) {
            return Optional.of("is there already, and not the operator's; rename or delete it, or label it "
                    + Labels.SERVER + "=" + server + " if it is this MailServer's");
        }
        return Optional.empty();
    }

    /** Listed with a field selector: the operator may list every kind that it writes, but not get it. */
    private Optional<? extends HasMetadata> there(HasMetadata object) {
        return client
                .genericKubernetesResources(object.getApiVersion(), object.getKind())
                .inNamespace(object.getMetadata().getNamespace())
                .withField("metadata.name", object.getMetadata().getName())
                .list()
                .getItems()
                .stream()
                .findFirst();
    }

    private boolean applyOne(DependentObjects owned, HasMetadata object) {
        String hash = CanonicalJson.hash(CanonicalJson.write(object).getBytes(StandardCharsets.UTF_8));
        HasMetadata wanted = marked(object, hash);
        Optional<? extends HasMetadata> live =
                owned.find(object.getClass(), object.getMetadata().getName());
        if (live.filter(l -> drift.isAsWanted(wanted, hash, l)).isPresent()) {
            return false;
        }
        // The version keeps a deposed leader, which has not seen what its successor wrote, from writing over it.
        wanted.getMetadata()
                .setResourceVersion(
                        live.map(l -> l.getMetadata().getResourceVersion()).orElse(null));
        HasMetadata answer = write(owned, wanted);
        drift.settle(wanted, hash, answer);
        return true;
    }

    @SuppressWarnings("unchecked") // an object is of its own class
    private <T extends HasMetadata> T write(DependentObjects owned, T wanted) {
        return owned.write(
                (Class<T>) wanted.getClass(),
                wanted.getMetadata().getName(),
                () -> client.resource(wanted).patch(APPLY));
    }

    private static HasMetadata marked(HasMetadata object, String hash) {
        Map<String, String> annotations = new TreeMap<>(
                Optional.ofNullable(object.getMetadata().getAnnotations()).orElse(Map.of()));
        annotations.put(CONTENT_HASH, hash);
        object.getMetadata().setAnnotations(annotations);
        return object;
    }

    /** Whether the error is not about the object, so that the whole plan is tried again. */
    static boolean isTransient(KubernetesClientException e) {
        return e.getCode() == 0 || e.getCode() == 429 || e.getCode() >= HttpURLConnection.HTTP_INTERNAL_ERROR;
    }

    private static String message(KubernetesClientException e) {
        return e.getStatus() != null && e.getStatus().getMessage() != null
                ? e.getStatus().getMessage()
                : "HTTP " + e.getCode();
    }

    private static String title(HasMetadata object) {
        return object.getKind() + " " + object.getMetadata().getName();
    }
}
