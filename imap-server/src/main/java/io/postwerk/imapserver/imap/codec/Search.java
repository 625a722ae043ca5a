package io.postwerk.imapserver.imap.codec;

import java.util.Locale;
import java.util.Set;

/** SEARCH: which messages fulfil a condition. RFC 3501 section 6.4.4. */
public sealed interface Search extends Command {
    /** What the strings of a search may be in; US-ASCII is the default. */
    Set<String> CHARSETS = Set.of("US-ASCII", "UTF-8");

    /**
     * @param key the condition
     * @param uid UID SEARCH: the answer is in UIDs
     */
    record ByKey(SearchKey key, boolean uid) implements Search {}

    /** Its strings are in a charset that is not one of {@link #CHARSETS}, so that it was not read further. */
    record InUnknownCharset() implements Search {}

    static Search parse(CommandScanner in) throws SyntaxException {
        return parse(in, false);
    }

    static Search parseUid(CommandScanner in) throws SyntaxException {
        return parse(in, true);
    }

    private static Search parse(CommandScanner in, boolean uid) throws SyntaxException {
        in.space();
        if (in.rest().regionMatches(true, 0, "CHARSET ", 0, 8)) {
            in.keyword();
            in.space();
            String charset = in.astring().toUpperCase(Locale.ROOT);
            in.space();
            if (!CHARSETS.contains(charset)) {
                return new InUnknownCharset();
            }
        }
        return new ByKey(new SearchKeyParser(in).program(), uid);
    }
}
