package io.postwerk.cli;

import io.postwerk.config.SecretText;
import io.postwerk.crds.ObjectKey;
import io.postwerk.crds.manifest.ManifestReader;
import io.postwerk.crds.manifest.Manifests;
import io.postwerk.crds.manifest.Problem;
import io.postwerk.plan.Plan;
import io.postwerk.plan.PlanInput;
import io.postwerk.plan.Planner;
import io.postwerk.plan.Resolved;
import io.postwerk.plan.Snapshot;
import io.postwerk.plan.removal.Applied;
import io.postwerk.plan.secret.SecretInput;
import io.postwerk.plan.secret.SecretInputs;
import io.postwerk.plan.secret.VerifierInputs;
import io.postwerk.plan.secret.VerifierKey;
import io.postwerk.plan.secret.VerifierNeed;
import io.postwerk.plan.server.DeploymentTarget;
import io.postwerk.trust.InstallationKey;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** From a folder of manifests to a plan: gathers what the plan, which is pure, has to be given. */
final class Planning {
    /**
     * A plan, with what belongs to it.
     *
     * @param problems those of the plan, and those found on the way to it, sorted
     * @param secrets the Secrets of the folder
     */
    record Planned(ObjectKey server, Plan plan, List<Problem> problems, Map<ObjectKey, SecretInput> secrets) {
        boolean hasErrors() {
            return problems.stream().anyMatch(Problem::isError);
        }
    }

    /** Makes verifiers, or does without. */
    @FunctionalInterface
    interface Verifiers {
        Map<VerifierKey, SecretText> provide(List<VerifierNeed> needs, List<Problem> problems) throws CliException;
    }

    private final ManifestFolder folder;
    private final Optional<String> wantedServer;
    private final InstallationKey key;
    private final FirstSeen firstSeen;
    private final Verifiers verifiers;
    private final DeploymentTarget target;
    private final Clock clock;

    Planning(
            ManifestFolder folder,
            Optional<String> wantedServer,
            InstallationKey key,
            FirstSeen firstSeen,
            Verifiers verifiers,
            DeploymentTarget target,
            Clock clock) {
        this.folder = folder;
        this.wantedServer = wantedServer;
        this.key = key;
        this.firstSeen = firstSeen;
        this.verifiers = verifiers;
        this.target = target;
        this.clock = clock;
    }

    /**
     * Reads the folder as it is now and plans.
     *
     * @param before what is in force, to notice a mass removal
     * @throws CliException also when memory is short
     */
    Planned plan(Optional<Applied> before, long sequence) throws CliException {
        try {
            return planned(before, sequence);
        } catch (OutOfMemoryError e) {
            // What was read is garbage by now: what runs goes on.
            throw new CliException(
                    "there are too many manifests in " + folder.path() + " for a heap of "
                            + (Runtime.getRuntime().maxMemory() >> 20)
                            + " MiB (100,000 users take about 1 GiB): give more with JDK_JAVA_OPTIONS=-Xmx4g in the environment",
                    e);
        }
    }

    private Planned planned(Optional<Applied> before, long sequence) throws CliException {
        Manifests read = Manifests.merge(folder.read().entrySet().stream()
                .map(file -> ManifestReader.read(file.getKey(), file.getValue()))
                .toList());
        Manifests manifests = firstSeen.date(read, clock.instant());
        ObjectKey server = server(manifests);
        Map<ObjectKey, SecretInput> secrets = secrets(manifests);
        Resolved resolved = Planner.resolve(new Snapshot(server, manifests, SecretInputs.of(secrets), target));
        List<Problem> problems = new ArrayList<>();
        Map<VerifierKey, SecretText> made =
                manifests.readable() ? verifiers.provide(resolved.verifiers(), problems) : Map.of();
        Plan plan = resolved.plan(new PlanInput(
                VerifierInputs.of(made),
                new SecretText(key.unknownUserKey(server.toString())),
                before,
                sequence,
                Collections.emptySortedSet()));
        problems.addAll(plan.problems());
        return new Planned(server, plan, problems.stream().sorted().toList(), secrets);
    }

    /** The one MailServer that this machine runs. */
    private ObjectKey server(Manifests manifests) throws CliException {
        List<ObjectKey> servers = Stream.concat(
                        manifests.servers().stream().map(server -> ObjectKey.of(server.resource())),
                        manifests.broken().stream()
                                .filter(resource -> resource.kind().equals("MailServer"))
                                .map(resource -> new ObjectKey(resource.namespace(), resource.name())))
                .sorted()
                .toList();
        if (wantedServer.isPresent()) {
            String wanted = wantedServer.get();
            return servers.stream()
                    .filter(server ->
                            server.toString().equals(wanted) || server.name().equals(wanted))
                    .findFirst()
                    .orElseThrow(() -> new CliException("there is no MailServer " + wanted + " in " + folder.path()));
        }
        // A file that cannot be read may hold it: that file is the error to report.
        if (servers.isEmpty() && !manifests.readable()) return new ObjectKey("default", "main");
        if (servers.isEmpty()) throw new CliException("there is no MailServer in " + folder.path() + ": add one");
        if (servers.size() > 1) {
            throw new CliException(
                    "there are several MailServers in " + folder.path() + ": choose one with --server, of " + servers);
        }
        return servers.getFirst();
    }

    private Map<ObjectKey, SecretInput> secrets(Manifests manifests) {
        Map<ObjectKey, SecretInput> secrets = new HashMap<>();
        manifests.secrets().forEach(secret -> {
            SecretInput content = SecretInput.of(secret.resource(), "");
            // What a resourceVersion is on a cluster: it changes with the content, and tells nothing of it.
            StringBuilder text = new StringBuilder();
            new TreeMap<>(content.values())
                    .forEach((name, value) -> text.append(name)
                            .append('=')
                            .append(Base64.getEncoder()
                                    .encodeToString(value.reveal().getBytes(StandardCharsets.UTF_8)))
                            .append('\n'));
            String version = HexFormat.of().formatHex(key.derive("secret", text.toString()), 0, 16);
            secrets.put(ObjectKey.of(secret.resource()), new SecretInput(version, content.values()));
        });
        return secrets;
    }
}
