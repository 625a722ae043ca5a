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

    /** The user name that the client gave, for the log; empty while none is known. Nothing is proved by it. */
    Optional<String> claimedName();
}
