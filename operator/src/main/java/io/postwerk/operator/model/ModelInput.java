package io.postwerk.operator.model;

import io.postwerk.config.Program;
import io.postwerk.crds.MailServer;
import io.postwerk.plan.Plan;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything that the objects of a MailServer are made from.
 *
 * @param server the MailServer, with its uid
 * @param plan what should be, numbered; it must have files ({@link Plan#applicable})
 * @param releases which images the pods run
 * @param operatorNamespace namespace of the operator, from which the management ports can be reached
 * @param kept the StatefulSets that the API server has, as {@link KeptStatefulSet#of} sees them; none at first
 * @param origins what the verifiers in each bucket of users were made from ({@code origins.json}), by bucket: the version of the
 *     Secret by {@code <mailboxId>/<credential>}; buckets without any may be left out
 * @param atLeast pods that must stay although fewer are wanted, because mail still waits in them; none where nothing is said
 */
public record ModelInput(
        MailServer server,
        Plan plan,
        Releases releases,
        String operatorNamespace,
        Map<Workload, KeptStatefulSet> kept,
        Map<Integer, Map<String, String>> origins,
        Map<Workload, Integer> atLeast) {

    /**
     * Which images the pods run.
     *
     * @param registry registry and folder of the images, as in {@code ghcr.io/postwerk}
     * @param version their tag
     * @param pullPolicy Always, IfNotPresent or Never
     * @param digests digests of the images of programs; one without is pulled by its tag
     */
    public record Release(String registry, String version, String pullPolicy, Map<Program, String> digests) {
        public Release {
            digests = Map.copyOf(digests);
        }

        /** The image of a program. */
        public String image(Program program) {
            String tagged = registry + "/" + program.folder() + ":" + version;
            return Optional.ofNullable(digests.get(program))
                    .map(digest -> tagged + "@" + digest)
                    .orElse(tagged);
        }
    }

    /**
     * The releases of the workloads.
     *
     * @param byWorkload the release of each
     * @param canary whether only the last pod of smtp-server gets its release, and the others stay as they are
     */
    public record Releases(Map<Workload, Release> byWorkload, boolean canary) {
        public Releases {
            byWorkload = Map.copyOf(byWorkload);
        }

        /** The same release for all pods. */
        public static Releases all(Release release) {
            return new Releases(Map.of(Workload.SMTP_SERVER, release, Workload.IMAP_SERVER, release), false);
        }

        Release of(Workload workload) {
            return Objects.requireNonNull(byWorkload.get(workload));
        }
    }

    public ModelInput {
        kept = Map.copyOf(kept);
        origins = Map.copyOf(origins);
        atLeast = Map.copyOf(atLeast);
    }
}
