package io.postwerk.plan.secret;

import io.postwerk.config.SecretText;

/**
 * A verifier that a plan needs.
 *
 * @param key under which the plan looks for it
 * @param address canonical address of the user
 * @param password what it is made from
 */
public record VerifierNeed(VerifierKey key, String address, SecretText password) {}
