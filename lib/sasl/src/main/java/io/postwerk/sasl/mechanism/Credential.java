package io.postwerk.sasl.mechanism;

import io.postwerk.sasl.ScramVerifier;

/**
 * One of the passwords of a user.
 *
 * @param name what the user calls it, for the log
 * @param expired right once: it still tells its owner that its time is over
 */
public record Credential(String name, ScramVerifier verifier, boolean expired) {}
