package io.postwerk.imapserver.imap;

import io.postwerk.imapserver.UserSessions;
import io.postwerk.mail.EmailAddress;
import io.postwerk.sasl.AuthenticatedUser;
import io.postwerk.sasl.LookupResult;
import io.postwerk.sasl.UserDirectory;
import io.postwerk.sasl.UserRecord;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Every address is a user, with one quota for all; and keeps the open sessions. */
final class FakeUsers implements UserDirectory, UserSessions {
    private final Set<Session> open = ConcurrentHashMap.newKeySet();
    private volatile OptionalLong quota = OptionalLong.empty();

    void quota(long octets) {
        quota = OptionalLong.of(octets);
    }

    int openSessions() {
        return open.size();
    }

    void terminateAll(String reason) {
        open.forEach(session -> session.terminate(reason));
    }

    @Override
    public LookupResult lookup(EmailAddress address, String service, long minSequence) {
        return new LookupResult.Found(new UserRecord(address, address.localPart(), quota, OptionalLong.empty(), false));
    }

    @Override
    public void onChange(Runnable listener) {}

    @Override
    public Registration register(AuthenticatedUser user, Session session) {
        open.add(session);
        return () -> open.remove(session);
    }
}
