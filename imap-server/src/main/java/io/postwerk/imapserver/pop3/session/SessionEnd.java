package io.postwerk.imapserver.pop3.session;

import java.io.IOException;

/**
 * The session has to end now, from wherever it is: the time is over, the server stops, or the user may no longer log in.
 * Nothing is removed (RFC 1939 3 and 6).
 */
final class SessionEnd extends IOException {
    private static final long serialVersionUID = 1L;

    /** Why, for the log. */
    SessionEnd(String reason) {
        super(reason);
    }
}
