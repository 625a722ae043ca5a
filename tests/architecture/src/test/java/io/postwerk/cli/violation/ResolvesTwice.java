package io.postwerk.cli.violation;

import io.postwerk.plan.Planner;
import io.postwerk.plan.Snapshot;

/** Breaks: the plan is resolved once. */
public final class ResolvesTwice {
    void plan(Snapshot snapshot) {
        Planner.resolve(snapshot);
        Planner.resolve(snapshot);
    }
}
