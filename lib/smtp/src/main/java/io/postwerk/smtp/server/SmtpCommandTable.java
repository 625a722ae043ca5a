package io.postwerk.smtp.server;

import static io.postwerk.smtp.Protocol.LMTP;
import static io.postwerk.smtp.Protocol.SMTP;
import static io.postwerk.smtp.Protocol.SUBMISSION;
import static io.postwerk.smtp.SmtpVerb.*;
import static io.postwerk.smtp.server.SmtpCommandTable.Flag.BEFORE_AUTH;
import static io.postwerk.smtp.server.SmtpCommandTable.Flag.BEFORE_TLS;
import static io.postwerk.smtp.server.SmtpCommandTable.Flag.CHANGES_NOTHING;
import static io.postwerk.smtp.server.SmtpCommandTable.Flag.LAST_IN_PIPELINE;
import static io.postwerk.smtp.server.SmtpState.Stage.CONNECTED;
import static io.postwerk.smtp.server.SmtpState.Stage.MAILING;
import static io.postwerk.smtp.server.SmtpState.Stage.READY;

import io.postwerk.smtp.Protocol;
import io.postwerk.smtp.SmtpCommand;
import io.postwerk.smtp.SmtpVerb;
import io.postwerk.smtp.server.SmtpState.Stage;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Every command with its rules, one row per verb. */
final class SmtpCommandTable {
    private static final Set<Protocol> ALL = Set.of(SMTP, SUBMISSION, LMTP);
    private static final Set<Protocol> NOT_LMTP = Set.of(SMTP, SUBMISSION);
    private static final Set<Protocol> ONLY_LMTP = Set.of(LMTP);
    private static final Set<Stage> ANYWHERE = Set.of(CONNECTED, READY, MAILING);
    private static final Set<Stage> BETWEEN_MAILS = Set.of(READY);
    private static final Set<Stage> WITHIN_MAIL = Set.of(MAILING);
    private static final Set<Flag> JUNK = Set.of(BEFORE_TLS, BEFORE_AUTH, CHANGES_NOTHING);
    private static final Set<Flag> JUNK_LAST = Set.of(BEFORE_TLS, BEFORE_AUTH, LAST_IN_PIPELINE, CHANGES_NOTHING);
    private static final Set<Flag> JUNK_LATER = Set.of(LAST_IN_PIPELINE, CHANGES_NOTHING);
    private static final Set<Flag> NONE = Set.of();
    private static final Set<Flag> LAST = Set.of(LAST_IN_PIPELINE);
    private static final Set<Flag> FREE_LAST = Set.of(BEFORE_TLS, BEFORE_AUTH, LAST_IN_PIPELINE);

    private static final Map<SmtpVerb, Row<?>> ROWS = new EnumMap<>(SmtpVerb.class);

    // RFC 5321 4.1.4: which command may follow which.
    // RFC 3207 4: before TLS only NOOP, EHLO, STARTTLS, QUIT, and commands that are as harmless.
    // RFC 4954 4: no AUTH within a transaction.
    // RFC 2920 3.1: which commands end a pipelined group.
    static {
        row(HELO, SmtpCommand.Helo.class, SessionHandlers::helo, NOT_LMTP, ANYWHERE, JUNK);
        row(EHLO, SmtpCommand.Ehlo.class, SessionHandlers::ehlo, NOT_LMTP, ANYWHERE, JUNK_LAST);
        row(LHLO, SmtpCommand.Lhlo.class, SessionHandlers::lhlo, ONLY_LMTP, ANYWHERE, JUNK_LAST);
        row(STARTTLS, SmtpCommand.StartTls.class, SessionHandlers::startTls, ALL, ANYWHERE, FREE_LAST);
        row(AUTH, SmtpCommand.Auth.class, AuthHandler::handle, NOT_LMTP, BETWEEN_MAILS, FREE_LAST);
        row(MAIL, SmtpCommand.Mail.class, MailHandler::handle, ALL, BETWEEN_MAILS, NONE);
        row(RCPT, SmtpCommand.Rcpt.class, RcptHandler::handle, ALL, WITHIN_MAIL, NONE);
        row(DATA, SmtpCommand.Data.class, DataHandler::handle, ALL, WITHIN_MAIL, LAST);
        row(RSET, SmtpCommand.Rset.class, SessionHandlers::rset, ALL, ANYWHERE, JUNK);
        row(NOOP, SmtpCommand.Noop.class, SessionHandlers::noop, ALL, ANYWHERE, JUNK_LAST);
        row(VRFY, SmtpCommand.Vrfy.class, SessionHandlers::vrfy, ALL, ANYWHERE, JUNK_LATER);
        row(EXPN, SmtpCommand.Expn.class, SessionHandlers::expn, ALL, ANYWHERE, JUNK_LATER);
        row(HELP, SmtpCommand.Help.class, SessionHandlers::help, ALL, ANYWHERE, JUNK);
        row(QUIT, SmtpCommand.Quit.class, SessionHandlers::quit, ALL, ANYWHERE, FREE_LAST);
    }

    private SmtpCommandTable() {}

    /**
     * What one command does. It is called when the command is well-formed and legal in the state of the session. It
     * answers through the session.
     */
    @FunctionalInterface
    interface CommandHandler<C extends SmtpCommand> {
        void handle(C command, SmtpSession session) throws IOException;
    }

    enum Flag {
        /** Allowed before TLS where the policy demands TLS. */
        BEFORE_TLS,
        /** Allowed before AUTH where the policy demands AUTH. */
        BEFORE_AUTH,
        /** Brings no mail nearer: a session has only so many, as Postfix's smtpd_junk_command_limit. */
        CHANGES_NOTHING,
        /** The client waits for the reply before it sends more (RFC 2920 3.1), so the reply is sent at once. */
        LAST_IN_PIPELINE
    }

    /**
     * A row of the table.
     *
     * @param protocols where the command exists
     * @param stages where the session may stand
     */
    record Row<C extends SmtpCommand>(
            SmtpVerb verb,
            Class<C> type,
            CommandHandler<C> handler,
            Set<Protocol> protocols,
            Set<Stage> stages,
            Set<Flag> flags) {

        void handle(SmtpCommand command, SmtpSession session) throws IOException {
            handler.handle(type.cast(command), session);
        }
    }

    /** The row of {@code verb}; empty where the protocol has no such command. */
    static Optional<Row<?>> find(SmtpVerb verb, Protocol protocol) {
        return Optional.<Row<?>>ofNullable(ROWS.get(verb))
                .filter(row -> row.protocols().contains(protocol));
    }

    /** The commands of {@code protocol}, in the order of the verbs. */
    static List<Row<?>> of(Protocol protocol) {
        return ROWS.values().stream()
                .filter(row -> row.protocols().contains(protocol))
                .toList();
    }

    private static <C extends SmtpCommand> void row(
            SmtpVerb verb,
            Class<C> type,
            CommandHandler<C> handler,
            Set<Protocol> protocols,
            Set<Stage> stages,
            Set<Flag> flags) {
        ROWS.put(verb, new Row<>(verb, type, handler, protocols, stages, flags));
    }
}
