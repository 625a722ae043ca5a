package io.postwerk.operator.status;

import io.postwerk.plan.finding.ResourceFacts.Fact;

/**
 * All that there is to say of one generation of a resource.
 *
 * @param generation {@code metadata.generation} that was looked at
 * @param accepted whether it is valid, attached and without conflict
 * @param resolved whether what it refers to is there
 * @param programmed whether every ready pod has it
 * @param details what only resources of its kind have
 */
public record Verdict(long generation, Fact accepted, Fact resolved, Fact programmed, Details details) {
    /** Whether it is in use, and if not, the first thing to look at. */
    public Fact ready() {
        if (!accepted.holds()) {
            return accepted;
        }
        if (!resolved.holds()) {
            return resolved;
        }
        return programmed.holds() ? new Fact(true, io.postwerk.plan.finding.Reason.READY, "") : programmed;
    }
}
