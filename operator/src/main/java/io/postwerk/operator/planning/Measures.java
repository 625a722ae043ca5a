package io.postwerk.operator.planning;

import io.postwerk.plan.ObjectKey;
import java.time.Duration;

/** Takes what planners do, for metrics. */
public interface Measures {
    /** Takes nothing. */
    Measures NONE = new Measures() {
        @Override
        public void planned(ObjectKey server, Duration duration, int written) {}

        @Override
        public void failed(ObjectKey server) {}

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
    void failed(ObjectKey server);

    /** So many verifiers are still to be made. */
    void hashing(ObjectKey server, int outstanding);
}
