package io.postwerk.imapserver.imap.codec;

import io.postwerk.imapserver.imap.codec.SearchKey.DateTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Arguments of SEARCH: search-key of RFC 3501 section 9, with limits on depth and count. */
final class SearchGrammar {
    /** What the strings of a search may be in; US-ASCII is the default. */
    private static final Set<String> CHARSETS = Set.of("US-ASCII", "UTF-8");

    private final CommandScanner in;
    private int keys;

    private SearchGrammar(CommandScanner in) {
        this.in = in;
    }

    static ImapCommand.Search search(CommandScanner in, boolean uid) throws SyntaxException {
        in.space();
        if (in.rest().regionMatches(true, 0, "CHARSET ", 0, 8)) {
            in.keyword();
            in.space();
            String charset = in.astring().toUpperCase(Locale.ROOT);
            in.space();
            if (!CHARSETS.contains(charset)) {
                return new ImapCommand.Search.InUnknownCharset();
            }
        }
        return new ImapCommand.Search.ByKey(new SearchGrammar(in).program(), uid);
    }

    /** search-key *(SP search-key), up to the end of the command. */
    private SearchKey program() throws SyntaxException {
        List<SearchKey> all = new ArrayList<>();
        do {
            all.add(key(0));
        } while (in.skip(' '));
        in.end();
        return all.size() == 1 ? all.getFirst() : new SearchKey.And(all);
    }

    private SearchKey key(int depth) throws SyntaxException {
        if (depth > in.limits().nesting()) {
            throw new SyntaxException("Search nested too deeply");
        }
        if (++keys > in.limits().searchKeys()) {
            throw new SyntaxException("Too many search keys");
        }
        if (in.at('(')) {
            List<SearchKey> all = in.list(item -> key(depth + 1));
            if (all.isEmpty()) {
                throw new SyntaxException("Empty parentheses in a search");
            }
            return new SearchKey.And(all);
        }
        if (in.at('*') || Octets.isDigit(in.peek())) {
            return new SearchKey.Messages(new MessageSet(SequenceSet.parse(in), false));
        }
        return named(in.keyword(), depth);
    }

    private SearchKey named(String name, int depth) throws SyntaxException {
        return switch (name) {
            case "ALL" -> new SearchKey.All();
            case "ANSWERED" -> new SearchKey.HasFlag("\\Answered");
            case "BCC", "CC", "FROM", "SUBJECT", "TO" -> new SearchKey.Header(name, text());
            case "BEFORE" -> internalDate(DateTest.BEFORE);
            case "BODY" -> new SearchKey.Body(text());
            case "DELETED" -> new SearchKey.HasFlag("\\Deleted");
            case "DRAFT" -> new SearchKey.HasFlag("\\Draft");
            case "FLAGGED" -> new SearchKey.HasFlag("\\Flagged");
            case "HEADER" -> new SearchKey.Header(text(), text());
            case "KEYWORD" -> keyword();
            case "LARGER" -> new SearchKey.Larger(number());
            case "NEW" ->
                new SearchKey.And(List.of(new SearchKey.Recent(), new SearchKey.Not(new SearchKey.HasFlag("\\Seen"))));
            case "NOT" -> {
                in.space();
                yield new SearchKey.Not(key(depth + 1));
            }
            case "OLD" -> new SearchKey.Not(new SearchKey.Recent());
            case "ON" -> internalDate(DateTest.ON);
            case "OR" -> {
                in.space();
                SearchKey left = key(depth + 1);
                in.space();
                yield new SearchKey.Or(left, key(depth + 1));
            }
            case "RECENT" -> new SearchKey.Recent();
            case "SEEN" -> new SearchKey.HasFlag("\\Seen");
            case "SENTBEFORE" -> sentDate(DateTest.BEFORE);
            case "SENTON" -> sentDate(DateTest.ON);
            case "SENTSINCE" -> sentDate(DateTest.SINCE);
            case "SINCE" -> internalDate(DateTest.SINCE);
            case "SMALLER" -> new SearchKey.Smaller(number());
            case "TEXT" -> new SearchKey.Text(text());
            case "UID" -> new SearchKey.Messages(MessageSet.parse(in, true));
            case "UNANSWERED" -> new SearchKey.Not(new SearchKey.HasFlag("\\Answered"));
            case "UNDELETED" -> new SearchKey.Not(new SearchKey.HasFlag("\\Deleted"));
            case "UNDRAFT" -> new SearchKey.Not(new SearchKey.HasFlag("\\Draft"));
            case "UNFLAGGED" -> new SearchKey.Not(new SearchKey.HasFlag("\\Flagged"));
            case "UNKEYWORD" -> new SearchKey.Not(keyword());
            case "UNSEEN" -> new SearchKey.Not(new SearchKey.HasFlag("\\Seen"));
            default -> throw new SyntaxException("Unknown search key");
        };
    }

    private String text() throws SyntaxException {
        in.space();
        return in.astring();
    }

    private long number() throws SyntaxException {
        in.space();
        return in.number();
    }

    private SearchKey keyword() throws SyntaxException {
        in.space();
        return new SearchKey.HasFlag(in.atom());
    }

    private SearchKey internalDate(DateTest test) throws SyntaxException {
        in.space();
        return new SearchKey.InternalDate(test, ImapDates.date(in));
    }

    private SearchKey sentDate(DateTest test) throws SyntaxException {
        in.space();
        return new SearchKey.SentDate(test, ImapDates.date(in));
    }
}
