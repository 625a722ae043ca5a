package io.postwerk.authsidecar;

import io.postwerk.authsidecar.audit.AuditLog;
import io.postwerk.authsidecar.login.LoginService;
import io.postwerk.authsidecar.login.LoginSettings;
import io.postwerk.authsidecar.lookup.UserLookup;
import io.postwerk.authsidecar.lookup.Watchers;
import io.postwerk.authsidecar.password.HashingPool;
import io.postwerk.authsidecar.password.RememberedPasswords;
import io.postwerk.authsidecar.users.ConfiguredDecoys;
import io.postwerk.authsidecar.users.ConfiguredUsers;
import io.postwerk.config.AuthSidecarConfig;
import io.postwerk.config.LiveConfig;
import io.postwerk.config.UserTable;
import io.postwerk.net.BindFailedException;
import io.postwerk.net.NetServer;
import io.postwerk.net.NetSettings;
import io.postwerk.sasl.mechanism.CredentialPasswordCheck;
import java.time.Duration;
import java.time.InstantSource;

/** The whole service, apart from the program around it: users, mechanisms, sockets. */
public final class AuthService implements AutoCloseable {

    /** A password hash takes about 10 ms of a processor: with two threads, this is about 3 s of them. */
    private static final int MAX_QUEUED_HASHES = 512;

    /** Logins that wait for a database or a directory at the same time. */
    private static final int MAX_WAITING = 256;

    private static final Duration REMEMBER = Duration.ofMinutes(5);

    /** About 250 octets each. */
    private static final int MAX_REMEMBERED = 4096;

    private final AuthSidecarConfig config;
    private final LiveConfig<UserTable> users;
    private final Watchers watchers = new Watchers();
    private final HashingPool hashing;
    private final Workers workers;
    private final RememberedPasswords passwords;
    private final UserLookup lookups;
    private final ConfiguredUsers credentials;
    private final LoginService logins;
    private final NetServer net;
    private final Probe probe;

    private AuthService(AuthSidecarConfig config, LiveConfig<UserTable> users, Metrics metrics)
            throws UnknownMechanismException {
        this.config = config;
        this.users = users;
        hashing = new HashingPool(Math.max(1, Runtime.getRuntime().availableProcessors()), MAX_QUEUED_HASHES);
        workers = new Workers(hashing, MAX_WAITING);
        credentials = new ConfiguredUsers(users::current, InstantSource.system());
        lookups = new UserLookup(users::current, watchers, metrics::looked);
        var decoys = new ConfiguredDecoys(users::current, config.scramIterations());
        passwords = new RememberedPasswords(
                new CredentialPasswordCheck(credentials, decoys), REMEMBER, MAX_REMEMBERED, System::nanoTime);
        logins = new LoginService(
                Mechanisms.of(config.mechanisms(), credentials, passwords, decoys),
                settings(config),
                workers,
                new AuditLog().and(metrics::decided),
                System::nanoTime);
        net = NetServer.create(NetSettings.defaults()
                .withEventLoops(1)
                .withMaxConnections(config.limits().connections()));
        probe = new Probe(net.client(), config.sockets());
        users.onChange(this::usersChanged);
        metrics.watch(hashing, passwords, net);
    }

    /**
     * Makes the service; it listens to nobody yet.
     *
     * @param users its own from now on
     * @throws UnknownMechanismException when the configuration names a mechanism that there is not
     */
    public static AuthService create(AuthSidecarConfig config, LiveConfig<UserTable> users, Metrics metrics)
            throws UnknownMechanismException {
        return new AuthService(config, users, metrics);
    }

    /** Listens on all sockets, or none. */
    public void open() throws BindFailedException {
        Sockets.bind(net, config.sockets(), logins, lookups, credentials);
    }

    /** What answers at the sockets. */
    public Probe probe() {
        return probe;
    }

    /** Takes nothing new, and ends what is under way within about that time. */
    public void drain(Duration grace) {
        net.drain(grace);
    }

    @Override
    public void close() {
        probe.close();
        net.close();
        workers.close();
        users.close();
    }

    private void usersChanged(UserTable table) {
        passwords.forget();
        watchers.changed(table.sequence());
    }

    private static LoginSettings settings(AuthSidecarConfig config) {
        return new LoginSettings(
                config.requireTls(),
                Duration.ofMillis(config.failureDelayMillis()),
                config.limits().pendingRequests(),
                Duration.ofSeconds(config.limits().requestTimeoutSeconds()));
    }
}
