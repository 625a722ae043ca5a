package io.postwerk.store;

/**
 * The engine could not read (disk broken, store closed). Not the caller's fault, and nothing the caller can mend: a
 * session lets it reach its one catch site and answers with a temporary failure.
 */
public final class StoreException extends RuntimeException {
    public StoreException(String message) {
        super(message);
    }

    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
