package io.postwerk.authsidecar.audit;

import java.util.Optional;

/** Where decisions are made known: the log, the metrics. Called on a connection's thread, so it must be quick. */
@FunctionalInterface
public interface Decisions {

    void made(Decision decision);

    /** Both, this one first. */
    default Decisions and(Decisions other) {
        return decision -> {
            made(decision);
            other.made(decision);
        };
    }

    /** Of all decisions but those on a user of that name. */
    default Decisions but(String name) {
        return decision -> {
            if (!decision.claimedName().equals(Optional.of(name))) {
                made(decision);
            }
        };
    }
}
