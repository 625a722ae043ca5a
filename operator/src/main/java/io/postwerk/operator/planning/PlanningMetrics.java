package io.postwerk.operator.planning;

import io.postwerk.crds.ObjectKey;
import java.time.Duration;

/** Takes what planners do, for metrics. */
public interface PlanningMetrics {
    /** Why a plan could not be made or applied. */
    enum Failure {
        /** An object had changed meanwhile; the plan is made again. */
        CONFLICT,
        /** A key or certificate of the MailServer cannot be used. */
        KEY,
        /** The API server refused something, or could not be reached; or a right is missing. */
        REFUSED,
        /** An error of ours. */
        UNEXPECTED
    }

    /** Takes nothing. */
    PlanningMetrics NONE = new PlanningMetrics() {
        @Override
        public void planned(ObjectKey server, Duration duration, int written) {}

        @Override
        public void failed(ObjectKey server, Failure failure) {}

        @Override
        public void unreported(String kind) {}

        @Override
        public void hashing(ObjectKey server, int outstanding) {}
    };

    /**
     * A plan was made and applied.
     *
     * @param written how many objects were written
     */
    void planned(ObjectKey server, Duration duration, int written);

    /** A plan could not be made or applied. */
    void failed(ObjectKey server, Failure failure);

    /** The status of a resource of that kind could not be written. */
    void unreported(String kind);

    /** So many verifiers are still to be made. */
    void hashing(ObjectKey server, int outstanding);
}
