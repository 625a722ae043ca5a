package io.postwerk.imapserver.imap;

import io.postwerk.imapserver.UserSessions;
import io.postwerk.sasl.User;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps the open sessions. */
final class SessionList implements UserSessions {
    private final Set<Session> open = ConcurrentHashMap.newKeySet();

    int size() {
        return open.size();
    }

    void terminateAll(String reason) {
        open.forEach(session -> session.terminate(reason));
    }

    @Override
    public Registration register(User user, Session session) {
        open.add(session);
        return () -> open.remove(session);
    }
}
