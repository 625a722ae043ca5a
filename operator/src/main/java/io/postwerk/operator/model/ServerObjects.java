package io.postwerk.operator.model;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.postwerk.crds.MailServer;
import io.postwerk.crds.MailServerStatus;
import io.postwerk.crds.manifest.Problem;
import io.postwerk.operator.model.ModelResult.ClaimSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes the Kubernetes objects of a MailServer. */
public final class ServerObjects {
    private ServerObjects() {}

    /**
     * The version that the pods should run: what the MailServer asks for, else what they run already, else the operator's own. So
     * an upgrade of the operator alone changes no pod.
     *
     * @param operatorVersion the operator's own
     */
    public static String version(MailServer server, String operatorVersion) {
        Optional<String> running = Optional.ofNullable(server.getStatus())
                .map(MailServerStatus::version)
                .filter(v -> !v.isEmpty());
        return server.getSpec().version().or(() -> running).orElse(operatorVersion);
    }

    /** All objects, or why there are none. */
    public static ModelResult render(ModelInput input) {
        ServerIdentity identity = ServerIdentity.of(input.server());
        ConfigObjects config = new ConfigObjects(identity, input.plan(), input.origins());
        List<Problem> problems = config.problems();
        if (!problems.isEmpty()) {
            return new ModelResult(List.of(), List.of(), problems);
        }
        List<HasMetadata> objects = new ArrayList<>();
        List<HasMetadata> statefulSets = new ArrayList<>();
        List<ClaimSize> claims = new ArrayList<>();
        for (Workload workload : Workload.values()) {
            WorkloadObjects rendered = new WorkloadObjects(input, identity, workload);
            objects.addAll(rendered.surroundings());
            statefulSets.add(rendered.statefulSet());
            claims.addAll(rendered.claims());
        }
        objects.addAll(config.all());
        objects.addAll(statefulSets);
        return new ModelResult(objects, claims, List.of());
    }
}
