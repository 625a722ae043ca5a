package io.postwerk.cli;

import io.postwerk.config.ConfigException;
import io.postwerk.config.Program;
import io.postwerk.config.SecretText;
import io.postwerk.config.json.ConfigJson;
import io.postwerk.config.routing.AliasEntry;
import io.postwerk.config.routing.DomainKind;
import io.postwerk.config.routing.RoutedDomain;
import io.postwerk.config.routing.RoutingBucket;
import io.postwerk.config.users.UserEntry;
import io.postwerk.config.users.UsersBucket;
import io.postwerk.crds.ObjectKey;
import io.postwerk.crds.manifest.Manifests;
import io.postwerk.mail.EmailAddress;
import io.postwerk.plan.Plan;
import io.postwerk.plan.PlanInput;
import io.postwerk.plan.Planner;
import io.postwerk.plan.Snapshot;
import io.postwerk.plan.secret.SecretInput;
import io.postwerk.plan.secret.SecretInputs;
import io.postwerk.plan.secret.VerifierInputs;
import io.postwerk.plan.secret.VerifierKey;
import io.postwerk.plan.server.DeploymentTarget;
import io.postwerk.testkit.FakeClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** A folder of manifests in memory, looked at as time goes by, and the answers that senders get from what is in force. */
final class FolderOnFakeClock {
    private static final ObjectKey SERVER = new ObjectKey("default", "main");

    private static final Map<String, Optional<Plan>> PLANS = new ConcurrentHashMap<>();

    private final FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");
    private final HeldManifests manifests = new HeldManifests(clock);
    private final SortedMap<String, FileContent> files = new TreeMap<>();
    private HeldManifests.View view = new HeldManifests.View(Manifests.merge(List.of()), List.of());
    private final Map<String, RoutedDomain> domains = new HashMap<>();
    private final Map<EmailAddress, AliasEntry.Expansion> aliases = new HashMap<>();
    private final Map<EmailAddress, UserEntry> users = new HashMap<>();

    static SortedMap<String, String> quickstart() {
        Path folder = Path.of(System.getProperty("postwerk.root"), "examples", "quickstart");
        SortedMap<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) texts.put(file.getFileName().toString(), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return texts;
    }

    /** The quick start, in force. */
    static FolderOnFakeClock ofQuickstart() {
        FolderOnFakeClock folder = new FolderOnFakeClock();
        quickstart().forEach(folder::write);
        folder.look();
        return folder;
    }

    void write(String file, String text) {
        files.put(file, new FileContent.Text(text));
    }

    /** The first octets of a text; perhaps no UTF-8. */
    void writeCut(String file, String text, int octets) {
        byte[] cut = Arrays.copyOf(text.getBytes(StandardCharsets.UTF_8), octets);
        try {
            files.put(
                    file,
                    new FileContent.Text(StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(cut))
                            .toString()));
        } catch (CharacterCodingException e) {
            files.put(file, new FileContent.Unreadable("is not UTF-8 text"));
        }
    }

    void delete(String file) {
        files.remove(file);
    }

    void pass(Duration time) {
        clock.advance(time);
    }

    List<Held> held() {
        return view.held();
    }

    Manifests manifests() {
        return view.manifests();
    }

    /** Looks at the folder, and puts the plan into force if there is one. */
    void look() {
        view = manifests.look(files);
        if (!view.manifests().readable()) return;
        // A plan takes longer than all else here, and most cuts come to the same.
        String content = view.manifests().resources().stream()
                        .map(r -> r.resource().toString())
                        .toList() + " " + view.manifests().broken();
        PLANS.computeIfAbsent(content, same -> plan()).ifPresent(this::putIntoForce);
    }

    private Optional<Plan> plan() {
        Map<ObjectKey, SecretInput> secrets = new HashMap<>();
        view.manifests()
                .secrets()
                .forEach(s -> secrets.put(ObjectKey.of(s.resource()), SecretInput.of(s.resource(), "1")));
        var resolved = Planner.resolve(
                new Snapshot(SERVER, view.manifests(), SecretInputs.of(secrets), DeploymentTarget.oneMachine("/data")));
        Map<VerifierKey, SecretText> verifiers = new HashMap<>();
        resolved.verifiers()
                .forEach(need -> verifiers.put(
                        need.key(),
                        new SecretText("{SCRAM-SHA-256}16384,c2FsdA==,stored,server of "
                                + need.password().reveal())));
        Plan plan = resolved.plan(new PlanInput(
                VerifierInputs.of(verifiers),
                new SecretText("dW5rbm93bg=="),
                Optional.empty(),
                1,
                Collections.emptySortedSet()));
        return Optional.of(plan).filter(Plan::applicable);
    }

    private void putIntoForce(Plan plan) {
        domains.clear();
        aliases.clear();
        users.clear();
        try {
            for (var file : plan.files().get(Program.SMTP_SERVER).entrySet()) {
                if (!file.getKey().startsWith("routing-")) continue;
                RoutingBucket bucket = ConfigJson.read(RoutingBucket.class, file.getKey(), file.getValue());
                bucket.domains().forEach(domain -> domains.put(domain.name().ascii(), domain));
                bucket.aliases().forEach(alias -> aliases.put(alias.address(), alias.expansion()));
            }
            for (var file : plan.files().get(Program.AUTH_SIDECAR).entrySet()) {
                if (!file.getKey().startsWith("users-")) continue;
                ConfigJson.read(UsersBucket.class, file.getKey(), file.getValue())
                        .users()
                        .forEach(user -> users.put(user.address(), user));
            }
        } catch (ConfigException e) {
            throw new AssertionError(e);
        }
    }

    /** What RCPT is answered with, for it and for what it stands for. */
    int answer(String address) {
        return answer(EmailAddress.tryParse(address).orElseThrow().toCanonical(), 0);
    }

    private int answer(EmailAddress address, int depth) {
        RoutedDomain domain = domains.get(address.domain().ascii());
        if (domain == null) return 554;
        if (domain.kind() instanceof DomainKind.Unavailable) return 451;
        UserEntry user = users.get(address);
        AliasEntry.Expansion expansion = aliases.get(address);
        if (expansion instanceof AliasEntry.Expansion.Targets(List<EmailAddress> targets, boolean keeps) && depth < 8) {
            int worst = keeps && user == null ? 550 : 250;
            for (EmailAddress target : targets) worst = Math.max(worst, answer(target.toCanonical(), depth + 1));
            return worst;
        }
        if (expansion != null) return 451;
        if (user != null) return user.unavailable().isPresent() ? 451 : 250;
        if (address.localPart().equals("postmaster")) return domain.postmaster().isPresent() ? 250 : 451;
        return domain.incomplete().isPresent() ? 451 : 550;
    }

    /** How many things a user can log in with. */
    int credentials(String address) {
        UserEntry user = users.get(EmailAddress.tryParse(address).orElseThrow().toCanonical());
        return user == null ? 0 : user.credentials().size();
    }
}
