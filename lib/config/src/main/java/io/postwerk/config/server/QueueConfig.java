package io.postwerk.config.server;

import io.postwerk.config.Bounds;
import java.util.List;

/**
 * The durable queue of smtp-server.
 *
 * @param directory folder of the queue's database
 * @param retrySeconds waits before the second, third, ... attempt, in seconds; the last one repeats; default 300, 900, 1800,
 *     3600 (RFC 5321 4.5.4.1 asks for at least 30 minutes once the first attempts have failed)
 * @param expirySeconds age at which a message that could not be delivered goes back to its sender, in seconds; default 432000
 *     (5 days, RFC 5321 4.5.4.1)
 * @param deliveries deliveries that run at the same time; default 20
 */
public record QueueConfig(
        String directory,
        @Bounds(min = 1, max = 32) List<Integer> retrySeconds,
        @Bounds(min = 1, max = 31_536_000) long expirySeconds,
        @Bounds(min = 1, max = 1000) int deliveries) {}
