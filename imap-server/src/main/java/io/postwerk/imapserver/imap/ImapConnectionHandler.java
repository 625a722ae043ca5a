package io.postwerk.imapserver.imap;

import io.postwerk.imapserver.UnreadableMessages;
import io.postwerk.imapserver.UserSessions;
import io.postwerk.imapserver.imap.handler.ImapCommandLoop;
import io.postwerk.imapserver.imap.session.ImapServices;
import io.postwerk.imapserver.imap.session.ImapSession;
import io.postwerk.net.Connection;
import io.postwerk.net.ConnectionHandler;
import io.postwerk.runtime.LogContext;
import io.postwerk.sasl.Authenticator;
import io.postwerk.sasl.UserDirectory;
import io.postwerk.store.MailboxStore;
import java.io.IOException;
import java.util.function.Supplier;

/** IMAP4rev1 (RFC 3501) for the connections of a listener. */
public final class ImapConnectionHandler implements ConnectionHandler {
    private final Supplier<ImapSettings> settings;
    private final Authenticator authenticator;
    private final UserDirectory users;
    private final UserSessions sessions;
    private final MailboxStore store;
    private final UnreadableMessages unreadable;

    /**
     * @param settings asked once for each session
     * @param authenticator checks credentials, and says which mechanisms may be used without TLS
     * @param users tells quotas
     * @param sessions is told of each login, and may end sessions
     * @param unreadable is told of mail that cannot be read
     */
    public ImapConnectionHandler(
            Supplier<ImapSettings> settings,
            Authenticator authenticator,
            UserDirectory users,
            UserSessions sessions,
            MailboxStore store,
            UnreadableMessages unreadable) {
        this.settings = settings;
        this.authenticator = authenticator;
        this.users = users;
        this.sessions = sessions;
        this.store = store;
        this.unreadable = unreadable;
    }

    @Override
    public void handle(Connection connection) throws IOException {
        ImapServices services = new ImapServices(settings.get(), authenticator, users, sessions, store, unreadable);
        try (ImapSession session = new ImapSession(services, connection);
                LogContext _ = LogContext.session(session.id())) {
            ImapCommandLoop.run(session);
        }
    }
}
