package io.postwerk.authsidecar.penalty;

import io.postwerk.config.server.AuthSidecarConfig;
import io.postwerk.mail.EmailAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Counts failures by the client's network and by the user name, and says how long the answer to the next one is held back. Nobody
 * is refused for a count: {@link Turns} bounds how many logins of one client are under way instead. The counts decay and are
 * bounded in number; the one that was used least recently is dropped first. Thread-safe.
 */
public final class Penalties {

    /** Octets of an IPv6 address that identify a network: one client usually has all addresses of it. */
    private static final int IPV6_NETWORK = 8;

    /** A count from which it is an attack, and not a user who mistypes or a program with an old password. */
    private static final int ATTACK = 10;

    private static final int MAX_NAME = 254;
    private static final int MAX_DOUBLINGS = 20;

    private final AuthSidecarConfig.Penalties config;
    private final Duration usualDelay;
    private final DecayingCounts networks;
    private final DecayingCounts names;

    /** @param usualDelay how long the first failure is held back; zero holds none back */
    public Penalties(AuthSidecarConfig.Penalties config, Duration usualDelay, LongSupplier nanoTime) {
        this.config = config;
        this.usualDelay = usualDelay;
        Duration halfLife = Duration.ofSeconds(config.halfLifeSeconds());
        this.networks = new DecayingCounts(halfLife, config.entries(), nanoTime);
        this.names = new DecayingCounts(halfLife, config.entries(), nanoTime);
    }

    /**
     * Counts a failure: against the name wherever it comes from, and against the network unless that is exempt.
     *
     * @return how long it is to be held back
     */
    public Duration failed(Asker asker) {
        double ofNetwork = asker.network().map(networks::add).orElse(1.0);
        double ofName = asker.name().map(names::add).orElse(1.0);
        return delay(Math.max(ofNetwork, ofName));
    }

    /** The delay of a failure that is not a guess. */
    public Duration usualDelay() {
        return usualDelay;
    }

    /** The longest delay of a failure. */
    public Duration longestDelay() {
        return delay(Double.MAX_VALUE);
    }

    /** Whether so many logins from that network failed lately that it guesses. */
    boolean guesses(String network) {
        return networks.count(network) >= ATTACK;
    }

    /** Whether so many logins under that name failed lately, from wherever, that it is guessed at. */
    boolean isGuessedAt(String name) {
        return names.count(name) >= ATTACK;
    }

    /** Failures under that name that still count. */
    long failuresOf(String name) {
        return Math.round(names.count(name));
    }

    /** Networks that have a count now. */
    public int countedNetworks() {
        return networks.size();
    }

    /** Names that have a count now. */
    public int countedNames() {
        return names.size();
    }

    private Duration delay(double count) {
        int doublings = (int) Math.min(MAX_DOUBLINGS, Math.round(count) - 1);
        long longest = Math.max(config.maxDelayMillis(), usualDelay.toMillis());
        return usualDelay.isZero()
                ? Duration.ZERO
                : Duration.ofMillis(Math.min(longest, usualDelay.toMillis() << Math.max(0, doublings)));
    }

    /**
     * Under what a login is counted.
     *
     * @param client address as the front end reports it
     * @param name as the client claims it
     */
    public Asker asker(Optional<String> client, Optional<String> name) {
        return new Asker(network(client), name.map(Penalties::name));
    }

    /**
     * The key that a client is counted under: its address, or its network for IPv6. Empty if the client is exempt or its address is
     * unknown.
     */
    public Optional<String> network(Optional<String> client) {
        return client.flatMap(Penalties::parse)
                .filter(address -> config.exempt().stream().noneMatch(network -> network.contains(address)))
                .map(Penalties::key);
    }

    private static Optional<InetAddress> parse(String address) {
        try {
            return Optional.of(InetAddress.ofLiteral(address));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String key(InetAddress address) {
        byte[] octets = address.getAddress();
        return HexFormat.of().formatHex(address instanceof Inet6Address ? Arrays.copyOf(octets, IPV6_NETWORK) : octets);
    }

    private static String name(String name) {
        String canonical =
                EmailAddress.tryParse(name).map(EmailAddress::canonical).orElseGet(() -> name.toLowerCase(Locale.ROOT));
        return canonical.length() > MAX_NAME ? canonical.substring(0, MAX_NAME) : canonical;
    }
}
