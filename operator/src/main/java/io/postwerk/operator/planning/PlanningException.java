package io.postwerk.operator.planning;

/** A plan could not be made or applied for a reason that lies outside of the planner. */
abstract sealed class PlanningException extends Exception {
    private static final long serialVersionUID = 1;

    private PlanningException(String message) {
        super(message);
    }

    /** Not everything that a plan is made from is known yet. */
    static final class NotReady extends PlanningException {
        private static final long serialVersionUID = 1;

        NotReady(String message) {
            super(message);
        }
    }

    /** The API server has refused something of a MailServer, or it cannot be rendered. It is tried again later. */
    static final class Refused extends PlanningException {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }
}
