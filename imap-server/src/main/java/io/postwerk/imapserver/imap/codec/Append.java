package io.postwerk.imapserver.imap.codec;

import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.Set;

/**
 * APPEND: a message from the client. RFC 3501 section 6.3.11. The message itself is still on the wire when the command
 * runs: its size is known, so that a refusal can come before it, and it is streamed.
 *
 * @param mailbox name of the target in Unicode
 * @param flags system flags in the case of RFC 3501, keywords as given
 * @param internalDate if the client gave one
 * @param message the literal that follows
 */
public record Append(String mailbox, Set<String> flags, Optional<OffsetDateTime> internalDate, LiteralHeader message)
        implements Command {
    static Append parse(CommandScanner in) throws SyntaxException {
        in.space();
        String mailbox = in.mailbox();
        in.space();
        Set<String> flags = Set.of();
        if (in.at('(')) {
            flags = Flags.list(in);
            in.space();
        }
        Optional<OffsetDateTime> internalDate = Optional.empty();
        if (in.at('"')) {
            internalDate = Optional.of(ImapDates.dateTime(in));
            in.space();
        }
        return new Append(mailbox, flags, internalDate, in.messageLiteral());
    }
}
