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
 * Each failure makes the next ones slower, for the client's address and for the user name. A user name is only slowed down, so
 * that nobody can lock out others; an address with many failures is refused for a while. The counts decay and are bounded in
 * number; the one that was used least recently is dropped first.
 */
public final class Penalties {

    /** Octets of an IPv6 address that identify a network: one client usually has all addresses of it. */
    private static final int IPV6_NETWORK = 8;

    private static final int MAX_NAME = 254;
    private static final int MAX_DOUBLINGS = 20;

    private final AuthSidecarConfig.Penalties config;
    private final Duration usualDelay;
    private final DecayingCounts addresses;
    private final DecayingCounts names;

    /** @param usualDelay how long the first failure is held back; zero holds none back */
    public Penalties(AuthSidecarConfig.Penalties config, Duration usualDelay, LongSupplier nanoTime) {
        this.config = config;
        this.usualDelay = usualDelay;
        Duration halfLife = Duration.ofSeconds(config.halfLifeSeconds());
        this.addresses = new DecayingCounts(halfLife, config.entries(), nanoTime);
        this.names = new DecayingCounts(halfLife, config.entries(), nanoTime);
    }

    /** Whether this client is refused for now without a check of what it sends. */
    public boolean refuses(Optional<String> client) {
        return network(client)
                .map(key -> addresses.count(key) >= config.refuseAfter())
                .orElse(false);
    }

    /** Counts a failure. @return how long it is to be held back */
    public Duration failed(Optional<String> client, Optional<String> name) {
        double count = 1;
        if (!isTrusted(client)) {
            count = Math.max(count, network(client).map(addresses::add).orElse(1.0));
            count = Math.max(count, name.map(Penalties::name).map(names::add).orElse(1.0));
        }
        return delay(count);
    }

    /** The delay of a failure that is not a guess. */
    public Duration usualDelay() {
        return usualDelay;
    }

    /** The delay of a client that is refused without a check. */
    public Duration longestDelay() {
        return delay(Double.MAX_VALUE);
    }

    /** A user has logged in: the failures counted under their name are dropped. */
    public void succeeded(String name) {
        names.forget(name(name));
    }

    /** Addresses that have a count now. */
    public int countedAddresses() {
        return addresses.size();
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

    private boolean isTrusted(Optional<String> client) {
        return client.flatMap(Penalties::parse)
                .map(address -> config.trusted().stream().anyMatch(network -> network.contains(address)))
                .orElse(false);
    }

    /**
     * The key that a client is counted under: its address, or its network for IPv6. Empty if the client is trusted or its address
     * is unknown.
     */
    public Optional<String> network(Optional<String> client) {
        return isTrusted(client)
                ? Optional.empty()
                : client.flatMap(Penalties::parse).map(Penalties::key);
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
