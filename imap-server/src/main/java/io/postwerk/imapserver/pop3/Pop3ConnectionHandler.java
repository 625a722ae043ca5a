package io.postwerk.imapserver.pop3;

import io.postwerk.imapserver.UnreadableMessages;
import io.postwerk.imapserver.UserSessions;
import io.postwerk.imapserver.pop3.session.MaildropLocks;
import io.postwerk.imapserver.pop3.session.Pop3Services;
import io.postwerk.imapserver.pop3.session.Pop3Session;
import io.postwerk.net.Connection;
import io.postwerk.net.ConnectionHandler;
import io.postwerk.runtime.LogContext;
import io.postwerk.sasl.Authenticator;
import io.postwerk.store.MailboxStore;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * The server side of POP3 (RFC 1939) on one listener: give it to {@link io.postwerk.net.NetServer#bind}. Listeners over
 * one store share the {@link MaildropLocks}, since a mailbox is open in one POP3 session at a time.
 */
public final class Pop3ConnectionHandler implements ConnectionHandler {
    private final Supplier<Pop3Settings> settings;
    private final Authenticator authenticator;
    private final MailboxStore store;
    private final MaildropLocks locks;
    private final UserSessions sessions;
    private final UnreadableMessages unreadable;

    /** @param settings asked once for each session */
    public Pop3ConnectionHandler(
            Supplier<Pop3Settings> settings,
            Authenticator authenticator,
            MailboxStore store,
            MaildropLocks locks,
            UserSessions sessions,
            UnreadableMessages unreadable) {
        this.settings = settings;
        this.authenticator = authenticator;
        this.store = store;
        this.locks = locks;
        this.sessions = sessions;
        this.unreadable = unreadable;
    }

    @Override
    public void handle(Connection connection) throws IOException {
        Pop3Services services = new Pop3Services(settings.get(), authenticator, store, locks, sessions, unreadable);
        String id = Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), Character.MAX_RADIX);
        try (LogContext _ = LogContext.session(id)) {
            new Pop3Session(services, connection, id).run();
        }
    }
}
