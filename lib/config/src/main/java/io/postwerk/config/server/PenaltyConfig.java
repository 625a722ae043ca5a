package io.postwerk.config.server;

import io.postwerk.config.Bounds;
import io.postwerk.config.IpNetwork;
import java.util.List;

/**
 * How failed logins become dearer, in one auth-sidecar. Every failure counts one against the client's address (an IPv6 network of 64
 * bits) and one against the user's name; the counts decay.
 *
 * @param maxDelayMillis most that a failure is held back, in milliseconds: each failure that is counted doubles the delay up to this;
 *     default 8000, because Postfix waits no longer than 10 s
 * @param refuseAfter count from which an address is refused for now, without a look at what it sends; default 30
 * @param halfLifeSeconds time in which a count decays to the half, in seconds; default 120
 * @param trusted networks whose failures are not counted, as CIDRs; default none
 * @param entries counts that are kept, of addresses and of names each; default 20000
 */
public record PenaltyConfig(
        @Bounds(max = 9_000) int maxDelayMillis,
        @Bounds(min = 1, max = 1_000_000) int refuseAfter,
        @Bounds(min = 1, max = 86_400) int halfLifeSeconds,
        @Bounds(max = 256) List<IpNetwork> trusted,
        @Bounds(min = 1, max = 1_000_000) int entries) {

    public PenaltyConfig {
        trusted = List.copyOf(trusted);
    }

    public static PenaltyConfig defaults() {
        return new PenaltyConfig(8_000, 30, 120, List.of(), 20_000);
    }
}
