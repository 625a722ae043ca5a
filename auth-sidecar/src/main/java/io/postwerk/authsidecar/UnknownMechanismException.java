package io.postwerk.authsidecar;

/** The configuration names a SASL mechanism that there is not. */
public final class UnknownMechanismException extends Exception {
    private static final long serialVersionUID = 1L;

    UnknownMechanismException(String name) {
        super("server.json: mechanisms: there is no SASL mechanism " + name + "; there are "
                + String.join(", ", Mechanisms.NAMES));
    }
}
