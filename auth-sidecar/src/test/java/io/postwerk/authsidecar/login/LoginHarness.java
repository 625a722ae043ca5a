package io.postwerk.authsidecar.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.authsidecar.UserSets;
import io.postwerk.authsidecar.audit.Decision;
import io.postwerk.authsidecar.password.RememberedPasswords;
import io.postwerk.authsidecar.penalty.Penalties;
import io.postwerk.authsidecar.penalty.Turns;
import io.postwerk.authsidecar.users.ConfiguredDecoys;
import io.postwerk.authsidecar.users.ConfiguredUsers;
import io.postwerk.authsidecar.users.UserSources;
import io.postwerk.authsidecar.work.Task;
import io.postwerk.config.ListenerProtocol;
import io.postwerk.config.server.AuthSidecarConfig;
import io.postwerk.config.users.UserTable;
import io.postwerk.password.ScramHash;
import io.postwerk.password.WorkKind;
import io.postwerk.sasl.mechanism.CredentialPasswordCheck;
import io.postwerk.sasl.mechanism.LoginMechanism;
import io.postwerk.sasl.mechanism.OAuthMechanism;
import io.postwerk.sasl.mechanism.PasswordCheck;
import io.postwerk.sasl.mechanism.PlainMechanism;
import io.postwerk.sasl.mechanism.ScramMechanism;
import io.postwerk.sasl.mechanism.TokenCheck;
import io.postwerk.sasl.wire.AuthServerMessage;
import io.postwerk.sasl.wire.WireException;
import io.postwerk.testkit.FakeClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** A session without a socket, with time that stands still and work that waits until it is told to be done. */
final class LoginHarness {

    static final Duration DELAY = Duration.ofSeconds(2);
    static final int MAX_PENDING = 5;
    static final int MAX_PENDING_PER_CLIENT = 3;
    private static final UserTable USERS = UserSets.table(
            1,
            UserSets.user("alice@example.org", UserSets.password("wonderland")),
            UserSets.disabled(UserSets.user("off@example.org", UserSets.password("secret"))),
            UserSets.user(
                    "apps@example.org",
                    UserSets.passwordFor("mobile", ListenerProtocol.IMAP, ListenerProtocol.SUBMISSION),
                    UserSets.passwordUntil("guest", Instant.parse("2026-03-01T12:10:00Z"))),
            UserSets.user("no-password@example.org"),
            UserSets.unavailable("broken@example.org", "secret is missing"));

    final FakeClock clock = FakeClock.at("2026-03-01T12:00:00Z");
    final List<Decision> decisions = new ArrayList<>();
    final Queue<Runnable> work = new ArrayDeque<>();
    private final List<AuthServerMessage> out = new ArrayList<>();
    private final Queue<Runnable> later = new ArrayDeque<>();
    int workLimit = 100;
    int tokensChecked;
    private final TokenCheck tokens = new TokenCheck() {
        @Override
        public Answer check(String token) {
            tokensChecked++;
            return token.equals("good") ? new Answer.Valid("alice@example.org") : new Answer.Invalid();
        }

        @Override
        public Optional<String> configurationAddress() {
            return Optional.empty();
        }
    };
    Optional<UserTable> users = Optional.of(USERS);
    final AuthSession session;

    LoginHarness() {
        this(LoginSocket.COMMON, true);
    }

    LoginHarness(LoginSocket socket, boolean requireTls) {
        this(socket, requireTls, new AuthSidecarConfig.Penalties(0, 120, List.of(), 100));
    }

    LoginHarness(LoginSocket socket, boolean requireTls, AuthSidecarConfig.Penalties penalties) {
        this(
                socket,
                new LoginService.Settings(requireTls, MAX_PENDING, MAX_PENDING_PER_CLIENT, Duration.ofSeconds(150)),
                penalties,
                false);
    }

    /** One with the limits that the programs have, which remembers passwords. */
    static LoginHarness real(AuthSidecarConfig.Penalties penalties) {
        var settings = new LoginService.Settings(true, 1_000, 100, Duration.ofSeconds(150));
        var harness = new LoginHarness(LoginSocket.COMMON, settings, penalties, true);
        harness.workLimit = Integer.MAX_VALUE;
        return harness.greeted();
    }

    private LoginHarness(
            LoginSocket socket,
            LoginService.Settings settings,
            AuthSidecarConfig.Penalties config,
            boolean remembering) {
        var source = new UserSources(List.of(new ConfiguredUsers(() -> users, clock)));
        var decoys = new ConfiguredDecoys(() -> users, UserSets.ITERATIONS);
        PasswordCheck deciding = new CredentialPasswordCheck(source, decoys);
        PasswordCheck passwords =
                remembering ? new RememberedPasswords(deciding, Duration.ofMinutes(5), 100, this::nanos) : deciding;
        var penalties = new Penalties(config, DELAY, this::nanos);
        var service = new LoginService(
                List.of(
                        ScramMechanism.of(ScramHash.SHA_256, source, decoys, () -> new byte[18]),
                        new PlainMechanism(passwords),
                        new LoginMechanism(passwords),
                        OAuthMechanism.bearer(tokens, source)),
                settings,
                this::submit,
                decisions::add,
                penalties,
                new Turns(penalties, config.entries(), this::nanos),
                this::nanos);
        session = new AuthSession(service, socket, out::add, later::add);
        session.opened();
    }

    private long nanos() {
        return Duration.between(Instant.EPOCH, clock.instant()).toNanos();
    }

    private void submit(WorkKind kind, Task task) {
        if (work.size() < workLimit) {
            work.add(task);
        } else {
            task.refused();
        }
    }

    /** Shakes hands as a client of that minor version, and forgets what was said so far. */
    LoginHarness greeted(int minor) {
        send("VERSION 1 " + minor);
        send("CPID 77");
        replies();
        return this;
    }

    LoginHarness greeted() {
        return greeted(2);
    }

    /** Sends a line, in which spaces stand for TABs. */
    LoginHarness send(String line) {
        try {
            session.line(line.replace(' ', '\t'));
        } catch (WireException e) {
            throw new AssertionError("dropped after " + line, e);
        }
        return this;
    }

    /** Sends a line that costs the connection. */
    void sendFatal(String line) {
        try {
            session.line(line.replace(' ', '\t'));
        } catch (WireException e) {
            return;
        }
        throw new AssertionError("not dropped after " + line);
    }

    /** Has all work done. */
    LoginHarness work() {
        while (!work.isEmpty() || !later.isEmpty()) {
            for (Runnable task = work.poll(); task != null; task = work.poll()) {
                task.run();
            }
            for (Runnable task = later.poll(); task != null; task = later.poll()) {
                task.run();
            }
        }
        session.tick();
        return this;
    }

    LoginHarness pass(Duration time) {
        clock.advance(time);
        session.tick();
        return this;
    }

    /** What was said since the last call, with spaces for TABs. */
    List<String> replies() {
        List<String> lines = out.stream()
                .map(m -> new String(m.octets(), StandardCharsets.UTF_8))
                .map(l -> l.substring(0, l.length() - 1).replace('\t', ' '))
                .toList();
        out.clear();
        return lines;
    }

    String onlyReply() {
        List<String> lines = replies();
        assertThat(lines).hasSize(1);
        return lines.getFirst();
    }

    /** A bar stands for NUL. */
    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.replace('|', '\0').getBytes(StandardCharsets.UTF_8));
    }

    static String token(int id, String user, String token) {
        return "AUTH " + id + " OAUTHBEARER service=imap nologin rip=192.0.2.7 secured resp="
                + base64("n,a=" + user + ",\u0001auth=Bearer " + token + "\u0001\u0001");
    }

    static String plain(int id, String user, String password) {
        return "AUTH " + id + " PLAIN service=smtp nologin rip=192.0.2.7 secured resp="
                + base64("|" + user + "|" + password);
    }
}
