package io.postwerk.sasl.client;

import java.time.Duration;

/**
 * How long a client of an authentication service waits. A time limit that is reached is a temporary failure.
 *
 * @param connection for a connection, when there is none
 * @param answer for the service's answer, which includes the time for which it holds failures back
 */
public record ClientTimeouts(Duration connection, Duration answer) {

    /** 2 s for a connection, 20 s for an answer. */
    public static ClientTimeouts defaults() {
        return new ClientTimeouts(Duration.ofSeconds(2), Duration.ofSeconds(20));
    }
}
