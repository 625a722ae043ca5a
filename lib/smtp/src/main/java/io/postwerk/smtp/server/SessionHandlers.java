package io.postwerk.smtp.server;

import io.postwerk.net.TlsContext;
import io.postwerk.smtp.Replies;
import io.postwerk.smtp.SmtpCommand;
import java.io.IOException;
import java.util.Optional;

/** The commands about the session itself, and those that change nothing. */
final class SessionHandlers {
    private SessionHandlers() {}

    /** HELO: hello without extensions (RFC 5321 4.1.1.1). Ends an open transaction (RFC 5321 4.1.4). */
    static void helo(SmtpCommand.Helo command, SmtpSession session) throws IOException {
        session.hello(command.name(), false);
        session.reply(Replies.helo(session.hostname()));
    }

    /** EHLO: hello, answered with the extensions (RFC 5321 4.1.1.1). Ends an open transaction (RFC 5321 4.1.4). */
    static void ehlo(SmtpCommand.Ehlo command, SmtpSession session) throws IOException {
        session.hello(command.name(), true);
        session.reply(Replies.hello(session.hostname(), Extensions.announced(session)));
    }

    /** LHLO: EHLO of LMTP (RFC 2033 4.1). Ends an open transaction. */
    static void lhlo(SmtpCommand.Lhlo command, SmtpSession session) throws IOException {
        session.hello(command.name(), true);
        session.reply(Replies.hello(session.hostname(), Extensions.announced(session)));
    }

    /** STARTTLS (RFC 3207): everything said or pipelined before is forgotten. */
    static void startTls(SmtpCommand.StartTls command, SmtpSession session) throws IOException {
        Optional<TlsContext> context = session.settings().startTls();
        if (session.secured()) {
            session.reply(Replies.TLS_ALREADY);
        } else if (context.isEmpty()) {
            session.reply(Replies.NOT_IMPLEMENTED);
        } else {
            session.reply(Replies.READY_FOR_TLS);
            session.startTls(context.get());
        }
    }

    /** RSET: abandons the transaction, with all that belongs to it (RFC 5321 4.1.1.5). */
    static void rset(SmtpCommand.Rset command, SmtpSession session) throws IOException {
        session.endTransaction();
        session.reply(Replies.OK);
    }

    /** NOOP: changes nothing (RFC 5321 4.1.1.9). */
    static void noop(SmtpCommand.Noop command, SmtpSession session) throws IOException {
        session.reply(Replies.OK);
    }

    /** VRFY: does not tell who has a mailbox here (RFC 5321 7.3), and answers 252 (RFC 5321 3.5.3). */
    static void vrfy(SmtpCommand.Vrfy command, SmtpSession session) throws IOException {
        session.reply(Replies.CANNOT_VERIFY);
    }

    /** EXPN: there are no mailing lists to expand (RFC 5321 4.1.1.7, 7.3). */
    static void expn(SmtpCommand.Expn command, SmtpSession session) throws IOException {
        session.reply(Replies.NOT_IMPLEMENTED);
    }

    /** HELP: names the commands (RFC 5321 4.1.1.8). */
    static void help(SmtpCommand.Help command, SmtpSession session) throws IOException {
        session.reply(Replies.help(SmtpCommandTable.of(session.protocol()).stream()
                .map(row -> row.verb().name())
                .toList()));
    }

    /** QUIT: ends the session, and abandons an open transaction (RFC 5321 4.1.1.10). */
    static void quit(SmtpCommand.Quit command, SmtpSession session) throws IOException {
        session.end(Replies.bye(session.hostname()), SmtpEvent.Closed.Reason.QUIT);
    }
}
