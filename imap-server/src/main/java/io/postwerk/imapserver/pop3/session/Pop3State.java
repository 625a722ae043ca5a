package io.postwerk.imapserver.pop3.session;

import io.postwerk.imapserver.UserSessions;
import io.postwerk.sasl.User;
import java.util.Optional;

/** Where a session is (RFC 1939 3), with what belongs to it there. */
sealed interface Pop3State {
    /**
     * Nobody is logged in (RFC 1939 4).
     *
     * @param name what USER said, if it was the command before
     */
    record Authorization(Optional<String> name) implements Pop3State {
        /** Nobody has said anything. */
        static final Authorization INITIAL = new Authorization(Optional.empty());
    }

    /** A user is logged in and has the maildrop (RFC 1939 5). */
    record Transaction(User user, Maildrop maildrop, UserSessions.Registration registration)
            implements Pop3State, AutoCloseable {
        /** Lets the maildrop go. */
        @Override
        public void close() {
            maildrop.close();
            registration.close();
        }
    }

    /** QUIT after login: what is marked is to be removed (RFC 1939 6). */
    record Update(Transaction transaction) implements Pop3State {}

    /** The session is over, and nothing is removed. */
    record Ended() implements Pop3State {}
}
