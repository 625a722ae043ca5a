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
 * Failures make the next ones dearer: for the client's address, and for the user name, from wherever it comes. A name is only ever
 * slowed down, so that nobody can lock others out; an address that goes on and on is refused for a while. Counts decay, and there is
 * room for so many; what was counted last stays the longest.
 */
public final class Penalties {

    /** Octets of an IPv6 address that belong to one network: whoever has one address there has them all. */
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

    /** Whether nothing that this client sends is looked at for now. */
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

    /** How long a failure is held back that is no guess. */
    public Duration usualDelay() {
        return usualDelay;
    }

    /** How long a client is held back that is refused without a look. */
    public Duration longestDelay() {
        return delay(Double.MAX_VALUE);
    }

    /** A user has proved who they are: what others did in their name is over. */
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

    /** Whom a client counts as: its address, or its network if that is IPv6. Nobody, if it is trusted or says nothing of itself. */
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
