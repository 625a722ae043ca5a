package io.postwerk.imapserver.imap.session;

import io.postwerk.imapserver.imap.codec.StatusResponse;
import java.io.IOException;

/** Ends the session with a BYE. Thrown only between responses, so that the client can read the BYE. */
public final class EndSessionException extends IOException {
    private final transient StatusResponse bye;

    public EndSessionException(StatusResponse bye) {
        super(bye.toString());
        this.bye = bye;
    }

    public StatusResponse bye() {
        return bye;
    }
}
