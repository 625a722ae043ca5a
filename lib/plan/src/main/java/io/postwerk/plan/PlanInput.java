package io.postwerk.plan;

import io.postwerk.config.SecretText;
import io.postwerk.plan.removal.Applied;
import io.postwerk.plan.secret.VerifierInputs;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The inputs of a plan in addition to the resolved resources: verifiers and keys, and the configuration that is in force.
 *
 * @param verifiers what passwords are checked with
 * @param unknownUserKey key from which the salt shown for an unknown user is made, base64
 * @param before domains and users of the plan that was applied last; absent before the first
 * @param sequence number of the plan, from 1
 * @param draining smtp-server pods that take no new mail and deliver what they have, since they are to go
 */
public record PlanInput(
        VerifierInputs verifiers,
        SecretText unknownUserKey,
        Optional<Applied> before,
        long sequence,
        SortedSet<String> draining) {

    public PlanInput {
        draining = Collections.unmodifiableSortedSet(new TreeSet<>(draining));
    }

    /** The same with the verifiers that were asked for. */
    public PlanInput withVerifiers(VerifierInputs made) {
        return new PlanInput(made, unknownUserKey, before, sequence, draining);
    }
}
