package io.postwerk.operator.planning;

/** Not everything that a plan is made from is known yet. */
final class NotReadyException extends Exception {
    private static final long serialVersionUID = 1;

    NotReadyException(String message) {
        super(message);
    }
}
