package io.postwerk.smtp.server;

import static io.postwerk.smtp.Protocol.LMTP;
import static io.postwerk.smtp.Protocol.SMTP;
import static io.postwerk.smtp.Protocol.SUBMISSION;
import static io.postwerk.smtp.server.CommandEntry.Flag.BEFORE_AUTH;
import static io.postwerk.smtp.server.CommandEntry.Flag.BEFORE_TLS;
import static io.postwerk.smtp.server.CommandEntry.Flag.LAST_IN_PIPELINE;
import static io.postwerk.smtp.server.State.Stage.CONNECTED;
import static io.postwerk.smtp.server.State.Stage.MAILING;
import static io.postwerk.smtp.server.State.Stage.READY;

import io.postwerk.smtp.Protocol;
import io.postwerk.smtp.SmtpCommand;
import io.postwerk.smtp.SmtpCommand.Auth;
import io.postwerk.smtp.SmtpCommand.Data;
import io.postwerk.smtp.SmtpCommand.Ehlo;
import io.postwerk.smtp.SmtpCommand.Expn;
import io.postwerk.smtp.SmtpCommand.Helo;
import io.postwerk.smtp.SmtpCommand.Help;
import io.postwerk.smtp.SmtpCommand.Lhlo;
import io.postwerk.smtp.SmtpCommand.Mail;
import io.postwerk.smtp.SmtpCommand.Noop;
import io.postwerk.smtp.SmtpCommand.Quit;
import io.postwerk.smtp.SmtpCommand.Rcpt;
import io.postwerk.smtp.SmtpCommand.Rset;
import io.postwerk.smtp.SmtpCommand.StartTls;
import io.postwerk.smtp.SmtpCommand.Vrfy;
import io.postwerk.smtp.Verb;
import io.postwerk.smtp.server.CommandEntry.Flag;
import io.postwerk.smtp.server.State.Stage;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Every command with its rules: to read this table is to read the protocol. */
final class CommandTable {
    private static final Set<Protocol> ALL = Set.of(SMTP, SUBMISSION, LMTP);
    private static final Set<Protocol> NOT_LMTP = Set.of(SMTP, SUBMISSION);
    private static final Set<Protocol> ONLY_LMTP = Set.of(LMTP);
    private static final Set<Stage> ANYWHERE = Set.of(CONNECTED, READY, MAILING);
    private static final Set<Stage> BETWEEN_MAILS = Set.of(READY);
    private static final Set<Stage> WITHIN_MAIL = Set.of(MAILING);
    private static final Set<Flag> NONE = Set.of();
    private static final Set<Flag> LAST = Set.of(LAST_IN_PIPELINE);
    private static final Set<Flag> FREE = Set.of(BEFORE_TLS, BEFORE_AUTH);
    private static final Set<Flag> FREE_LAST = Set.of(BEFORE_TLS, BEFORE_AUTH, LAST_IN_PIPELINE);

    // RFC 5321 4.1.4: which command may follow which.
    // RFC 3207 4: before TLS only NOOP, EHLO, STARTTLS, QUIT, and what is as harmless.
    // RFC 4954 4: no AUTH within a transaction.
    // RFC 2920 3.1: which commands end a pipelined group.
    private static final List<CommandEntry<?>> ENTRIES = List.of(
            entry(Verb.HELO, Helo.class, new HeloCommand(), NOT_LMTP, ANYWHERE, FREE),
            entry(Verb.EHLO, Ehlo.class, new EhloCommand(), NOT_LMTP, ANYWHERE, FREE_LAST),
            entry(Verb.LHLO, Lhlo.class, new LhloCommand(), ONLY_LMTP, ANYWHERE, FREE_LAST),
            entry(Verb.STARTTLS, StartTls.class, new StartTlsCommand(), ALL, ANYWHERE, FREE_LAST),
            entry(Verb.AUTH, Auth.class, new AuthCommand(), NOT_LMTP, BETWEEN_MAILS, FREE_LAST),
            entry(Verb.MAIL, Mail.class, new MailCommand(), ALL, BETWEEN_MAILS, NONE),
            entry(Verb.RCPT, Rcpt.class, new RcptCommand(), ALL, WITHIN_MAIL, NONE),
            entry(Verb.DATA, Data.class, new DataCommand(), ALL, WITHIN_MAIL, LAST),
            entry(Verb.RSET, Rset.class, new RsetCommand(), ALL, ANYWHERE, FREE),
            entry(Verb.NOOP, Noop.class, new NoopCommand(), ALL, ANYWHERE, FREE_LAST),
            entry(Verb.VRFY, Vrfy.class, new VrfyCommand(), ALL, ANYWHERE, LAST),
            entry(Verb.EXPN, Expn.class, new ExpnCommand(), ALL, ANYWHERE, LAST),
            entry(Verb.HELP, Help.class, new HelpCommand(), ALL, ANYWHERE, FREE),
            entry(Verb.QUIT, Quit.class, new QuitCommand(), ALL, ANYWHERE, FREE_LAST));

    private CommandTable() {}

    /** The entry of {@code verb}; empty where the protocol has no such command. */
    static Optional<CommandEntry<?>> find(Verb verb, Protocol protocol) {
        for (CommandEntry<?> entry : ENTRIES) {
            if (entry.verb() == verb) {
                return entry.protocols().contains(protocol) ? Optional.of(entry) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** The commands of {@code protocol}, in the table's order. */
    static List<CommandEntry<?>> of(Protocol protocol) {
        return ENTRIES.stream()
                .filter(entry -> entry.protocols().contains(protocol))
                .toList();
    }

    private static <C extends SmtpCommand> CommandEntry<C> entry(
            Verb verb, Class<C> type, Command<C> command, Set<Protocol> protocols, Set<Stage> stages, Set<Flag> flags) {
        return new CommandEntry<>(verb, type, command, protocols, stages, flags);
    }
}
