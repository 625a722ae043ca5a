package io.postwerk.password;

/** A string that SASLprep refuses (RFC 4013 2.3, 2.4, 2.5). The message never contains the string. */
public final class SaslPrepException extends Exception {
    private static final long serialVersionUID = 1L;

    SaslPrepException(String message) {
        super(message);
    }
}
