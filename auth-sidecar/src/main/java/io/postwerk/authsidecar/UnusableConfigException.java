package io.postwerk.authsidecar;

/** The configuration names something that there is not, or that cannot be used. The message names the field. */
public final class UnusableConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableConfigException(String problem) {
        super("server.json: " + problem);
    }
}
