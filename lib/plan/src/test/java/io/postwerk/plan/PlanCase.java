package io.postwerk.plan;

import io.postwerk.config.SecretText;
import io.postwerk.crds.ObjectKey;
import io.postwerk.crds.manifest.ManifestReader;
import io.postwerk.crds.manifest.Manifests;
import io.postwerk.plan.removal.Applied;
import io.postwerk.plan.secret.SecretInput;
import io.postwerk.plan.secret.SecretInputs;
import io.postwerk.plan.secret.VerifierInputs;
import io.postwerk.plan.secret.VerifierKey;
import io.postwerk.plan.secret.VerifierNeed;
import io.postwerk.plan.server.DeploymentTarget;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * A case for tests, from the texts of manifests.
 *
 * @param snapshot what is resolved
 * @param input what the plan is made from besides
 */
record PlanCase(Snapshot snapshot, PlanInput input) {
    /** A case of the first MailServer, with a verifier for every password. */
    static PlanCase of(SortedMap<String, String> files) {
        return of(Manifests.merge(files.entrySet().stream()
                .map(file -> ManifestReader.read(file.getKey(), file.getValue()))
                .toList()));
    }

    static PlanCase of(String text) {
        return of(ManifestReader.read("all.yaml", text));
    }

    static PlanCase of(Manifests manifests) {
        ObjectKey server = manifests.servers().stream()
                .map(s -> ObjectKey.of(s.resource()))
                .findFirst()
                .orElse(new ObjectKey("default", "main"));
        Map<ObjectKey, SecretInput> secrets = new HashMap<>();
        manifests.secrets().forEach(s -> secrets.put(ObjectKey.of(s.resource()), SecretInput.of(s.resource(), "1")));
        Snapshot snapshot =
                new Snapshot(server, manifests, SecretInputs.of(secrets), DeploymentTarget.oneMachine("/data"));
        PlanInput input = new PlanInput(
                VerifierInputs.NONE, new SecretText("dW5rbm93bg=="), Optional.empty(), 1, Collections.emptySortedSet());
        PlanCase without = new PlanCase(snapshot, input);
        Map<VerifierKey, SecretText> verifiers = new HashMap<>();
        without.verifiers()
                .forEach(need -> verifiers.put(
                        need.key(),
                        new SecretText("{SCRAM-SHA-256}16384,c2FsdA==,stored of "
                                + need.password().reveal() + ",server of "
                                + need.key().credential())));
        return without.withVerifiers(VerifierInputs.of(verifiers));
    }

    Plan plan() {
        return Planner.resolve(snapshot).plan(input);
    }

    /** The verifiers that are needed. */
    List<VerifierNeed> verifiers() {
        return Planner.resolve(snapshot).verifiers();
    }

    Manifests manifests() {
        return snapshot.manifests();
    }

    PlanCase withVerifiers(VerifierInputs verifiers) {
        return new PlanCase(snapshot, input.withVerifiers(verifiers));
    }

    PlanCase withManifests(Manifests manifests) {
        return new PlanCase(new Snapshot(snapshot.server(), manifests, snapshot.secrets(), snapshot.target()), input);
    }

    PlanCase withSecrets(SecretInputs secrets) {
        return new PlanCase(new Snapshot(snapshot.server(), snapshot.manifests(), secrets, snapshot.target()), input);
    }

    PlanCase withDraining(SortedSet<String> pods) {
        return new PlanCase(
                snapshot,
                new PlanInput(input.verifiers(), input.unknownUserKey(), input.before(), input.sequence(), pods));
    }

    /** The same in a cluster. */
    PlanCase onKubernetes() {
        return withTarget(DeploymentTarget.onKubernetes(snapshot.server()));
    }

    PlanCase withTarget(DeploymentTarget target) {
        return new PlanCase(new Snapshot(snapshot.server(), snapshot.manifests(), snapshot.secrets(), target), input);
    }

    PlanCase after(Applied before) {
        return new PlanCase(
                snapshot,
                new PlanInput(
                        input.verifiers(),
                        input.unknownUserKey(),
                        Optional.of(before),
                        input.sequence(),
                        input.draining()));
    }
}
