package io.postwerk.imapserver.imap.codec;

/**
 * LIST and LSUB: names of mailboxes that exist, or that are subscribed. RFC 3501 sections 6.3.8 and 6.3.9.
 *
 * @param reference what the pattern is relative to
 * @param pattern a name with the wildcards {@code *} and {@code %}, in Unicode
 * @param subscribed LSUB
 */
public record ListMailboxes(String reference, String pattern, boolean subscribed) implements Command {
    /** Longer than any mailbox name. */
    private static final int LONGEST = 1_000;

    static ListMailboxes parse(CommandScanner in) throws SyntaxException {
        return parse(in, false);
    }

    static ListMailboxes parseLsub(CommandScanner in) throws SyntaxException {
        return parse(in, true);
    }

    private static ListMailboxes parse(CommandScanner in, boolean subscribed) throws SyntaxException {
        in.space();
        String reference = in.mailbox();
        in.space();
        String pattern = in.listMailbox();
        in.end();
        if (reference.length() + pattern.length() > LONGEST) {
            throw new SyntaxException("Mailbox pattern too long");
        }
        return new ListMailboxes(reference, pattern, subscribed);
    }
}
