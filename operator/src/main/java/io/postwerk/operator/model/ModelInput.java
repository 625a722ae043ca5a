package io.postwerk.operator.model;

import io.postwerk.config.Program;
import io.postwerk.crds.MailServer;
import io.postwerk.plan.Plan;
import java.util.Map;

/**
 * Everything that the objects of a MailServer are made from.
 *
 * @param server the MailServer, with its uid
 * @param plan what should be, numbered; it must have files ({@link Plan#applicable})
 * @param release which images the pods run: see {@link ServerObjects#version}
 * @param operatorNamespace namespace of the operator, from which the management ports can be reached
 * @param kept the StatefulSets that the API server has, as {@link KeptStatefulSet#of} sees them; none at first
 * @param origins what the verifiers in each bucket of users were made from ({@code origins.json}), by bucket: the version of the
 *     Secret by {@code <mailboxId>/<credential>}; buckets without any may be left out
 * @param atLeast pods that must stay although fewer are wanted, because mail still waits in them; none where nothing is said
 */
public record ModelInput(
        MailServer server,
        Plan plan,
        Release release,
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
     */
    public record Release(String registry, String version, String pullPolicy) {
        /** The image of a program. */
        public String image(Program program) {
            return registry + "/" + program.folder() + ":" + version;
        }
    }

    public ModelInput {
        kept = Map.copyOf(kept);
        origins = Map.copyOf(origins);
        atLeast = Map.copyOf(atLeast);
    }
}
