package io.postwerk.authsidecar;

import io.postwerk.authsidecar.audit.AuditLog;
import io.postwerk.authsidecar.login.LoginService;
import io.postwerk.authsidecar.lookup.UserdbService;
import io.postwerk.authsidecar.oauth.Issuers;
import io.postwerk.authsidecar.password.RememberedPasswords;
import io.postwerk.authsidecar.penalty.Penalties;
import io.postwerk.authsidecar.penalty.Turns;
import io.postwerk.authsidecar.users.ConfiguredDecoys;
import io.postwerk.authsidecar.users.ConfiguredUsers;
import io.postwerk.authsidecar.users.HealthUser;
import io.postwerk.authsidecar.users.UserSources;
import io.postwerk.config.load.LiveConfig;
import io.postwerk.config.server.AuthSidecarConfig;
import io.postwerk.config.users.UserTable;
import io.postwerk.net.BindFailedException;
import io.postwerk.net.NetServer;
import io.postwerk.net.NetSettings;
import io.postwerk.sasl.mechanism.CredentialPasswordCheck;
import io.postwerk.trust.TrustException;
import java.time.Duration;
import java.time.InstantSource;

/** The whole service, apart from the program around it: users, mechanisms, sockets. */
public final class AuthService implements AutoCloseable {

    /** A password hash takes about 10 ms. With two threads, a full queue is about 3 s of work. */
    private static final int MAX_QUEUED = 512;

    /** Logins that wait for a database or a directory at the same time, and lookups. */
    private static final int MAX_WAITING = 256;

    private static final Duration REMEMBER = Duration.ofMinutes(5);

    /** A directory does not report its changes. */
    private static final Duration REMEMBER_WITH_DIRECTORIES = Duration.ofMinutes(1);

    /** About 250 octets each. */
    private static final int MAX_REMEMBERED = 4096;

    private final AuthSidecarConfig config;
    private final LiveConfig<UserTable> users;
    private final UserSources sources;
    private final Issuers issuers;
    private final Workers workers;
    private final RememberedPasswords passwords;
    private final UserdbService lookups;
    private final LoginService logins;
    private final NetServer net;
    private final Probe probe;

    private AuthService(AuthSidecarConfig config, LiveConfig<UserTable> users, Metrics metrics)
            throws UnusableConfigException {
        this.config = config;
        this.users = users;
        sources = Sources.of(config, new ConfiguredUsers(users::current, InstantSource.system()), users::current);
        issuers = issuers(config, users);
        workers = new Workers(Math.max(1, Runtime.getRuntime().availableProcessors()), MAX_QUEUED, MAX_WAITING);
        lookups = new UserdbService(
                sources,
                () -> users.current().map(UserTable::sequence).orElse(0L),
                metrics::looked,
                workers::lookUp,
                config.limits().pendingRequests());
        var decoys = new ConfiguredDecoys(users::current, config.scramIterations());
        var healthUser = new HealthUser(sources);
        passwords = new RememberedPasswords(
                new CredentialPasswordCheck(healthUser, decoys),
                config.directories().isEmpty() ? REMEMBER : REMEMBER_WITH_DIRECTORIES,
                MAX_REMEMBERED,
                System::nanoTime);
        var penalties =
                new Penalties(config.penalties(), Duration.ofMillis(config.failureDelayMillis()), System::nanoTime);
        var turns = new Turns(penalties, config.penalties().entries(), System::nanoTime);
        logins = new LoginService(
                Mechanisms.of(config.mechanisms(), new Mechanisms.Parts(healthUser, passwords, decoys, issuers)),
                settings(config),
                workers,
                new AuditLog().and(metrics::decided).but(healthUser.name()),
                penalties,
                turns,
                System::nanoTime);
        net = NetServer.create(NetSettings.defaults()
                .withEventLoops(1)
                .withMaxConnections(config.limits().connections()));
        probe = new Probe(net.client(), config.sockets(), healthUser);
        users.onChange(this::usersChanged);
        metrics.watch(workers, passwords, penalties, turns, net);
    }

    private static Issuers issuers(AuthSidecarConfig config, LiveConfig<UserTable> users)
            throws UnusableConfigException {
        try {
            return new Issuers(
                    config.oauth(),
                    name -> users.current().flatMap(table -> table.login("issuer/" + name)),
                    InstantSource.system());
        } catch (TrustException | IllegalArgumentException e) {
            throw new UnusableConfigException("oauth: " + e.getMessage());
        }
    }

    /**
     * Makes the service, which does not listen yet.
     *
     * @param users closed with the service
     * @throws UnusableConfigException when the configuration names something that does not exist
     */
    public static AuthService create(AuthSidecarConfig config, LiveConfig<UserTable> users, Metrics metrics)
            throws UnusableConfigException {
        return new AuthService(config, users, metrics);
    }

    /** Listens on all sockets, or on none if one cannot be bound. */
    public void open() throws BindFailedException {
        Sockets.bind(net, config.sockets(), logins, lookups);
    }

    /** The health check of the sockets. */
    public Probe probe() {
        return probe;
    }

    /** Refuses new requests, and finishes those under way within about that time. */
    public void drain(Duration grace) {
        net.drain(grace);
    }

    @Override
    public void close() {
        probe.close();
        net.close();
        workers.close();
        sources.close();
        issuers.close();
        users.close();
    }

    private void usersChanged(UserTable table) {
        passwords.forget();
        lookups.changed(table.sequence());
    }

    private static LoginService.Settings settings(AuthSidecarConfig config) {
        return new LoginService.Settings(
                config.requireTls(),
                config.limits().pendingRequests(),
                config.limits().pendingRequestsPerClient(),
                Duration.ofSeconds(config.limits().requestTimeoutSeconds()));
    }
}
