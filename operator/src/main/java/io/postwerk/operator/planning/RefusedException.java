package io.postwerk.operator.planning;

/** The API server has refused something of a MailServer, or it cannot be rendered. It is tried again later. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    RefusedException(String message) {
        super(message);
    }
}
