package io.postwerk.operator.runtime;

import io.postwerk.operator.planning.PlannerContext;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings of the operator, from its environment.
 *
 * @param planning what planners need
 * @param secretsEverywhere whether the operator has the right to read all Secrets of the cluster
 * @param election how replicas agree on who leads; absent for a single one
 * @param instance name of this replica
 */
public record OperatorSettings(
        PlannerContext.Settings planning, boolean secretsEverywhere, Optional<Election> election, String instance) {
    /** Every plan and status is made again after this time, even if nothing has changed. */
    public static final Duration PERIOD = Duration.ofMinutes(10);

    /**
     * How replicas agree on who leads.
     *
     * @param lease name of the Lease, in the operator's namespace
     * @param duration after which another replica takes over from one that is not heard of
     */
    public record Election(String lease, Duration duration) {}
}
