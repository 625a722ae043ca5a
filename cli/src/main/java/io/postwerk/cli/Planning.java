package io.postwerk.cli;

import io.postwerk.config.Program;
import io.postwerk.config.SecretText;
import io.postwerk.crds.MailServer;
import io.postwerk.crds.MailServerSpec;
import io.postwerk.crds.ObjectKey;
import io.postwerk.crds.manifest.Manifests;
import io.postwerk.crds.manifest.Problem;
import io.postwerk.crds.manifest.Sourced;
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

/** Makes a plan from a folder of manifests. The planner is pure: times, keys and verifiers are its inputs, collected here. */
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

    /** Provides the verifiers of a plan, or placeholders for them. */
    @FunctionalInterface
    interface VerifierSource {
        Map<VerifierKey, SecretText> provide(List<VerifierNeed> needs, List<Problem> problems) throws CliException;
    }

    /**
     * What is remembered of earlier plans.
     *
     * @param creationTimes when resources were first seen
     * @param identities what of them cannot be changed
     * @param mailboxes which mailboxes users have had
     */
    record Memory(CreationTimes creationTimes, KnownIdentities identities, KnownMailboxes mailboxes) {
        static Memory keep(DataFolder data) throws CliException {
            return new Memory(CreationTimes.keep(data), KnownIdentities.keep(data), KnownMailboxes.keep(data));
        }

        /** For a look that changes nothing. */
        static Memory none() {
            return new Memory(CreationTimes.forgetful(), KnownIdentities.none(), KnownMailboxes.none());
        }
    }

    private static final int MAX_PORT = 65_535;

    private final ManifestFolder folder;
    private final HeldManifests held;
    private final Optional<String> wantedServer;
    private final InstallationKey key;
    private final Memory memory;
    private final VerifierSource verifiers;
    private final DeploymentTarget target;
    private final Clock clock;
    private List<Held> waiting = List.of();

    Planning(
            ManifestFolder folder,
            HeldManifests held,
            Optional<String> wantedServer,
            InstallationKey key,
            Memory memory,
            VerifierSource verifiers,
            DeploymentTarget target,
            Clock clock) {
        this.folder = folder;
        this.held = held;
        this.wantedServer = wantedServer;
        this.key = key;
        this.memory = memory;
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
            // What was read can be collected by now; running programs are not affected.
            throw new CliException(
                    "there are too many manifests in " + folder.path() + " for a heap of "
                            + (Runtime.getRuntime().maxMemory() >> 20)
                            + " MiB (100,000 users take about 1 GiB): give more with JDK_JAVA_OPTIONS=-Xmx4g in the environment",
                    e);
        }
    }

    private Planned planned(Optional<Applied> before, long sequence) throws CliException {
        HeldManifests.View view = held.look(folder.read());
        waiting = view.held();
        Manifests manifests = memory.creationTimes().date(memory.identities().hold(view.manifests()), clock.instant());
        ObjectKey server = server(manifests, before.isPresent());
        checkPorts(manifests, server);
        Map<ObjectKey, SecretInput> secrets = secrets(manifests);
        Resolved resolved = Planner.resolve(new Snapshot(server, manifests, SecretInputs.of(secrets), target));
        List<Problem> problems = new ArrayList<>(memory.mailboxes().serve(server, manifests));
        Map<VerifierKey, SecretText> made = manifests.readable() && isThere(manifests, server)
                ? verifiers.provide(resolved.verifiers(), problems)
                : Map.of();
        Plan plan = resolved.plan(new PlanInput(
                VerifierInputs.of(made),
                new SecretText(key.unknownUserKey(server.toString())),
                before,
                sequence,
                Collections.emptySortedSet()));
        problems.addAll(plan.problems());
        return new Planned(server, plan, problems.stream().sorted().toList(), secrets);
    }

    /** What is kept as it was, although the files read last do not have it so. */
    List<Held> waiting() {
        return waiting;
    }

    /** When something in the folder changed last, as far as the files themselves tell. */
    ManifestFolder.LastChange lastChange() throws CliException {
        return folder.lastChange();
    }

    /** Mailboxes that no user has in the plan made last, in words for the user. */
    List<String> orphans() {
        return memory.mailboxes().orphans();
    }

    /** Records what must be known of the plan made last once it is in force. */
    void keep() throws CliException {
        memory.creationTimes().keep();
        memory.identities().keep();
        memory.mailboxes().keep();
    }

    private static boolean isThere(Manifests manifests, ObjectKey server) {
        return manifests.servers().stream()
                .anyMatch(found -> ObjectKey.of(found.resource()).equals(server));
    }

    /**
     * The one MailServer that this machine runs.
     *
     * @param before whether one was in force
     */
    private ObjectKey server(Manifests manifests, boolean before) throws CliException {
        List<ObjectKey> servers = Stream.concat(
                        manifests.servers().stream().map(server -> ObjectKey.of(server.resource())),
                        manifests.broken().stream()
                                .filter(resource -> resource.kind().equals("MailServer"))
                                .map(resource -> new ObjectKey(resource.namespace(), resource.name())))
                .sorted()
                .toList();
        // A file that cannot be read or that is cut may hold it. The plan says that it is missing, and what is in force
        // stays.
        if (servers.isEmpty() && (!manifests.readable() || before)) {
            return new ObjectKey("default", wantedServer.orElse("main"));
        }
        if (wantedServer.isPresent()) {
            String wanted = wantedServer.get();
            return servers.stream()
                    .filter(server ->
                            server.toString().equals(wanted) || server.name().equals(wanted))
                    .findFirst()
                    .orElseThrow(() -> new CliException("there is no MailServer " + wanted + " in " + folder.path()));
        }
        if (servers.isEmpty()) throw new CliException("there is no MailServer in " + folder.path() + ": add one");
        if (servers.size() > 1) {
            throw new CliException(
                    "there are several MailServers in " + folder.path() + ": choose one with --server, of " + servers);
        }
        return servers.getFirst();
    }

    /** @throws CliException naming a listener whose port the offset moves out of range */
    private void checkPorts(Manifests manifests, ObjectKey server) throws CliException {
        Optional<MailServerSpec> spec = manifests.servers().stream()
                .map(Sourced::resource)
                .filter(resource -> ObjectKey.of(resource).equals(server))
                .findFirst()
                .map(MailServer::getSpec);
        Map<String, Integer> ports = new TreeMap<>();
        for (Program program : Program.values()) ports.put(program.folder(), program.managementPort());
        if (spec.isPresent()) {
            spec.get().smtp().listeners().forEach(listener -> ports.put(listener.name(), listener.port()));
            spec.get().mailbox().listeners().forEach(listener -> ports.put(listener.name(), listener.port()));
            spec.get().auth().sockets().tcp().forEach(l -> ports.put("spec.auth.sockets.tcp", l.port()));
        }
        Map.Entry<String, Integer> highest = Collections.max(ports.entrySet(), Map.Entry.comparingByValue());
        int moved = target.port(highest.getValue());
        if (moved > MAX_PORT) {
            throw new CliException("port " + highest.getValue() + " of " + highest.getKey()
                    + " with the port offset is " + moved + ", above the highest port " + MAX_PORT
                    + ": choose a --port-offset of at most " + (MAX_PORT - highest.getValue()));
        }
    }

    private Map<ObjectKey, SecretInput> secrets(Manifests manifests) {
        Map<ObjectKey, SecretInput> secrets = new HashMap<>();
        manifests.secrets().forEach(secret -> {
            SecretInput content = SecretInput.of(secret.resource(), "");
            // Like a resourceVersion on a cluster: it changes with the content and does not reveal it.
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
