package io.postwerk.imapserver.imap.codec;

import java.time.LocalDate;
import java.util.List;

/** One condition of SEARCH, RFC 3501 section 6.4.4. Strings are text already: the charset has been applied. */
public sealed interface SearchKey {
    /** Any message. */
    record All() implements SearchKey {}

    /** All of these; a search program is one of these. */
    record And(List<SearchKey> keys) implements SearchKey {
        public And {
            keys = List.copyOf(keys);
        }
    }

    record Or(SearchKey left, SearchKey right) implements SearchKey {}

    record Not(SearchKey key) implements SearchKey {}

    /** A system flag or keyword is set. */
    record HasFlag(String flag) implements SearchKey {}

    /** The session is the first to see it: \Recent. */
    record Recent() implements SearchKey {}

    record Messages(MessageSet messages) implements SearchKey {}

    /** The internal date, disregarding time and zone. */
    record InternalDate(DateTest test, LocalDate date) implements SearchKey {}

    /** The Date header field, disregarding time and zone. */
    record SentDate(DateTest test, LocalDate date) implements SearchKey {}

    /** How a date compares. */
    enum DateTest {
        BEFORE,
        ON,
        SINCE
    }

    /** More octets than this. */
    record Larger(long octets) implements SearchKey {}

    /** Fewer octets than this. */
    record Smaller(long octets) implements SearchKey {}

    /** A header field of this name holds the text; an empty text is in every such field. */
    record Header(String field, String text) implements SearchKey {}

    /** The body holds the text. */
    record Body(String text) implements SearchKey {}

    /** The header or the body holds the text. */
    record Text(String text) implements SearchKey {}
}
