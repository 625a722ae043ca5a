package io.postwerk.operator.model;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.postwerk.config.SecretText;
import io.postwerk.crds.MailServer;
import io.postwerk.crds.ObjectKey;
import io.postwerk.crds.manifest.ManifestReader;
import io.postwerk.crds.manifest.Manifests;
import io.postwerk.operator.model.ModelInput.Release;
import io.postwerk.operator.model.ModelInput.Releases;
import io.postwerk.plan.Plan;
import io.postwerk.plan.PlanInput;
import io.postwerk.plan.Planner;
import io.postwerk.plan.Snapshot;
import io.postwerk.plan.secret.SecretInput;
import io.postwerk.plan.secret.SecretInputs;
import io.postwerk.plan.secret.VerifierInputs;
import io.postwerk.plan.server.DeploymentTarget;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Inputs of the model for tests, from the texts of manifests. */
public final class Models {
    /** Where the operator of these tests is. */
    public static final String OPERATOR_NAMESPACE = "postwerk-system";

    private static final Release RELEASE = new Release("ghcr.io/postwerk", "0.1.0", "IfNotPresent", Map.of());

    private Models() {}

    /** A snapshot for the first MailServer. */
    public static Snapshot snapshot(String text) {
        Manifests manifests = ManifestReader.read("all.yaml", text);
        Map<ObjectKey, SecretInput> secrets = new HashMap<>();
        manifests.secrets().forEach(s -> secrets.put(ObjectKey.of(s.resource()), SecretInput.of(s.resource(), "1")));
        ObjectKey server = ObjectKey.of(manifests.servers().getFirst().resource());
        return new Snapshot(server, manifests, SecretInputs.of(secrets), DeploymentTarget.onKubernetes(server));
    }

    /** The input that a snapshot becomes, at first. */
    public static ModelInput input(Snapshot snapshot, VerifierInputs verifiers) {
        MailServer server = snapshot.manifests().servers().getFirst().resource();
        server.getMetadata().setUid("00000000-0000-0000-0000-000000000001");
        Plan plan = Planner.resolve(snapshot)
                .plan(new PlanInput(
                        verifiers, new SecretText("dW5rbm93bg=="), Optional.empty(), 1, Collections.emptySortedSet()));
        Release release = new Release(
                RELEASE.registry(), ServerObjects.version(server, RELEASE.version()), RELEASE.pullPolicy(), Map.of());
        return new ModelInput(server, plan, Releases.all(release), OPERATOR_NAMESPACE, Map.of(), Map.of(), Map.of());
    }

    static ModelInput input(String text) {
        return input(snapshot(text), VerifierInputs.NONE);
    }

    static ModelInput withKept(ModelInput input, Map<Workload, KeptStatefulSet> kept) {
        return new ModelInput(
                input.server(),
                input.plan(),
                input.releases(),
                input.operatorNamespace(),
                kept,
                input.origins(),
                input.atLeast());
    }

    static ModelInput withRelease(ModelInput input, Release release) {
        return new ModelInput(
                input.server(),
                input.plan(),
                Releases.all(release),
                input.operatorNamespace(),
                input.kept(),
                input.origins(),
                input.atLeast());
    }

    /** The same with what verifiers were made from. */
    public static ModelInput withOrigins(ModelInput input, Map<Integer, Map<String, String>> origins) {
        return new ModelInput(
                input.server(),
                input.plan(),
                input.releases(),
                input.operatorNamespace(),
                input.kept(),
                origins,
                input.atLeast());
    }

    static ModelInput withAtLeast(ModelInput input, Map<Workload, Integer> atLeast) {
        return new ModelInput(
                input.server(),
                input.plan(),
                input.releases(),
                input.operatorNamespace(),
                input.kept(),
                input.origins(),
                atLeast);
    }

    /** The object of a kind and name. */
    static <T extends HasMetadata> T find(ModelResult result, Class<T> type, String name) {
        return result.objects().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .filter(object -> object.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " " + name));
    }
}
