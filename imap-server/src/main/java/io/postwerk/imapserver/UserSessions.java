package io.postwerk.imapserver;

import io.postwerk.sasl.User;

/**
 * Port to the registry of open sessions, so that the sessions of a user who was disabled or removed can be ended. Safe
 * for use by many threads.
 */
public interface UserSessions {

    /** A session of this user is open from now on, until the registration is closed. */
    Registration register(User user, Session session);

    /** An open session, of whatever protocol. */
    @FunctionalInterface
    interface Session {
        /**
         * Ends the session soon, in the way that its protocol knows. May be called from any thread, more than once;
         * returns at once.
         *
         * @param reason public: the client is told
         */
        void terminate(String reason);
    }

    /** Closed by the session at its end. */
    @FunctionalInterface
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }

    /** For servers that never end sessions. */
    static UserSessions none() {
        return (user, session) -> () -> {};
    }
}
