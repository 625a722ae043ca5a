package io.postwerk.sasl.mechanism;

import java.util.Optional;

/**
 * One exchange with one client. One call at a time: {@link #start} once, then {@link #respond} for each challenge.
 * Whatever a client sends ends in a step, never in an exception.
 */
public interface MechanismExchange {

    /** @param initialResponse empty when the client sent none, which differs from an empty one (RFC 4422 3.3) */
    MechanismStep start(Optional<byte[]> initialResponse);

    MechanismStep respond(byte[] response);

    /**
     * Takes a response to a challenge that asked for channel binding data.
     *
     * @param binding the data of the type that was asked for; empty where the server of the connection has none
     */
    default MechanismStep respond(byte[] response, Optional<byte[]> binding) {
        return respond(response);
    }

    /** The user name that the client gave, for the log; empty while none is known. Nothing is proved by it. */
    Optional<String> claimedName();
}
