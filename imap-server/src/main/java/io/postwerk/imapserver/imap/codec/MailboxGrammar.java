package io.postwerk.imapserver.imap.codec;

import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Arguments of the commands that work on mailboxes as a whole: SELECT, CREATE, LIST, STATUS, APPEND and so on. */
final class MailboxGrammar {
    /** Of a pattern of LIST with its reference: longer than any mailbox name. */
    private static final int LONGEST_PATTERN = 1_000;

    private MailboxGrammar() {}

    /** The only argument is the name of a mailbox. */
    static ImapCommand mailbox(CommandScanner in, Function<String, ImapCommand> command) throws SyntaxException {
        in.space();
        String mailbox = in.mailbox();
        in.end();
        return command.apply(mailbox);
    }

    static ImapCommand.Rename rename(CommandScanner in) throws SyntaxException {
        in.space();
        String from = in.mailbox();
        in.space();
        String to = in.mailbox();
        in.end();
        return new ImapCommand.Rename(from, to);
    }

    static ImapCommand.List list(CommandScanner in, boolean subscribed) throws SyntaxException {
        in.space();
        String reference = in.mailbox();
        in.space();
        String pattern = in.listMailbox();
        in.end();
        if (reference.length() + pattern.length() > LONGEST_PATTERN) {
            throw new SyntaxException("Mailbox pattern too long");
        }
        return new ImapCommand.List(reference, pattern, subscribed);
    }

    static ImapCommand.Status status(CommandScanner in) throws SyntaxException {
        in.space();
        String mailbox = in.mailbox();
        in.space();
        List<StatusItem> items = in.list(StatusItem::parse);
        in.end();
        if (items.isEmpty()) {
            throw new SyntaxException("No status item");
        }
        return new ImapCommand.Status(mailbox, EnumSet.copyOf(items));
    }

    static ImapCommand.Append append(CommandScanner in) throws SyntaxException {
        in.space();
        String mailbox = in.mailbox();
        in.space();
        Set<String> flags = Set.of();
        if (in.at('(')) {
            flags = FlagGrammar.list(in);
            in.space();
        }
        Optional<OffsetDateTime> internalDate = Optional.empty();
        if (in.at('"')) {
            internalDate = Optional.of(ImapDates.dateTime(in));
            in.space();
        }
        return new ImapCommand.Append(mailbox, flags, internalDate, in.messageLiteral());
    }
}
