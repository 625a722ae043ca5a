package io.postwerk.authsidecar.audit;

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
}
