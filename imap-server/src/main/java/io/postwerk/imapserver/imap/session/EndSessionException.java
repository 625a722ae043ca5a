package io.postwerk.imapserver.imap.session;

import io.postwerk.imapserver.imap.codec.StatusResponse;
import java.io.IOException;

/** The session is to end now, with this BYE. Thrown between responses only, so that the client can read it. */
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
