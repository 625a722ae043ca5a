package io.postwerk.imapserver.imap;

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

/** IMAP4rev1 (RFC 3501) for the connections of a listener. */
public final class ImapConnectionHandler implements ConnectionHandler {
    /** For {@link io.postwerk.net.ListenerSettings}: the reply to a connection beyond the limit. */
    public static final String BUSY_REPLY = "* BYE Too many connections, try again later\r\n";

    private final ImapServices services;

    /**
     * @param authenticator checks credentials, and says which mechanisms may be used without TLS
     * @param users tells quotas
     * @param sessions is told of each login, and may end sessions
     */
    public ImapConnectionHandler(
            ImapSettings settings,
            Authenticator authenticator,
            UserDirectory users,
            UserSessions sessions,
            MailboxStore store) {
        this.services = new ImapServices(settings, authenticator, users, sessions, store);
    }

    @Override
    public void handle(Connection connection) throws IOException {
        try (ImapSession session = new ImapSession(services, connection);
                LogContext _ = LogContext.session(session.id())) {
            ImapCommandLoop.run(session);
        }
    }
}
