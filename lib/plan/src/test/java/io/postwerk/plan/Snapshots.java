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
import io.postwerk.plan.server.DeploymentTarget;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Snapshots for tests, from the texts of manifests. */
final class Snapshots {
    private Snapshots() {}

    /** A snapshot for the first MailServer, with a verifier for every password. */
    static Snapshot of(SortedMap<String, String> files) {
        return of(Manifests.merge(files.entrySet().stream()
                .map(file -> ManifestReader.read(file.getKey(), file.getValue()))
                .toList()));
    }

    static Snapshot of(String text) {
        return of(ManifestReader.read("all.yaml", text));
    }

    static Snapshot of(Manifests manifests) {
        ObjectKey server = manifests.servers().stream()
                .map(s -> ObjectKey.of(s.resource()))
                .findFirst()
                .orElse(new ObjectKey("default", "main"));
        Map<ObjectKey, SecretInput> secrets = new HashMap<>();
        manifests.secrets().forEach(s -> secrets.put(ObjectKey.of(s.resource()), SecretInput.of(s.resource(), "1")));
        Snapshot without = new Snapshot(
                server,
                manifests,
                SecretInputs.of(secrets),
                VerifierInputs.NONE,
                new SecretText("dW5rbm93bg=="),
                Optional.empty(),
                1,
                DeploymentTarget.oneMachine("/data"));
        Map<VerifierKey, SecretText> verifiers = new HashMap<>();
        Planner.verifiers(without)
                .forEach(need -> verifiers.put(
                        need.key(),
                        new SecretText("{SCRAM-SHA-256}16384,c2FsdA==,stored of "
                                + need.password().reveal() + ",server of "
                                + need.key().credential())));
        return without.withVerifiers(VerifierInputs.of(verifiers));
    }

    /** The same in a cluster. */
    static Snapshot onKubernetes(Snapshot snapshot) {
        return new Snapshot(
                snapshot.server(),
                snapshot.manifests(),
                snapshot.secrets(),
                snapshot.verifiers(),
                snapshot.unknownUserKey(),
                snapshot.before(),
                snapshot.sequence(),
                DeploymentTarget.onKubernetes(snapshot.server()));
    }

    static Snapshot after(Snapshot snapshot, Applied before) {
        return new Snapshot(
                snapshot.server(),
                snapshot.manifests(),
                snapshot.secrets(),
                snapshot.verifiers(),
                snapshot.unknownUserKey(),
                Optional.of(before),
                snapshot.sequence(),
                snapshot.target());
    }
}
