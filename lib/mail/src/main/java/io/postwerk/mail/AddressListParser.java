package io.postwerk.mail;

import io.postwerk.mail.Envelope.Address;
import java.util.List;
import java.util.Optional;

/**
 * Reads lists of addresses in header fields (RFC 5322 section 3.4, and the obsolete forms of 4.4) and tolerates what
 * programs write instead: every input gives some list of addresses. Never fails, and takes time linear in the length of
 * the field. An address without a domain has an empty host, since none at all would mean a group.
 */
final class AddressListParser extends FieldScanner {
    private final List<Address> out;
    private final SummaryAllowance allowance;
    private boolean inGroup;

    private AddressListParser(String text, List<Address> out, SummaryAllowance allowance) {
        super(text);
        this.out = out;
        this.allowance = allowance;
    }

    static void parse(String text, List<Address> out, SummaryAllowance allowance) {
        new AddressListParser(text, out, allowance).list();
    }

    private void list() {
        while (at < text.length() && allowance.hasListed()) {
            address();
        }
        endGroup();
    }

    /** One address, or the start or end of a group, and the separator after it. */
    private void address() {
        lastComment = "";
        Words words = words(",;:<@");
        switch (peek()) {
            case '<' -> {
                Address address = angleAddress(words);
                add(address);
                words(",;");
            }
            case '@' -> {
                at++;
                String domain = domain(",;");
                Optional<String> name = lastComment.isEmpty() ? Optional.empty() : Optional.of(lastComment);
                add(new Address(name, Optional.empty(), Optional.of(words.joined()), Optional.of(domain)));
            }
            case ':' -> {
                endGroup();
                add(Address.groupStart(words.spaced()));
                inGroup = true;
            }
            default -> {
                if (!words.isEmpty()) {
                    add(new Address(Optional.empty(), Optional.empty(), Optional.of(words.spaced()), Optional.of("")));
                }
            }
        }
        if (peek() == ';') {
            endGroup();
        }
        at++;
    }

    private void add(Address address) {
        allowance.takeListed();
        out.add(address);
    }

    private void endGroup() {
        if (inGroup) {
            add(Address.groupEnd());
            inGroup = false;
        }
    }

    private Address angleAddress(Words name) {
        at++;
        Optional<String> route = Optional.empty();
        skipBlanksAndComments();
        if (peek() == '@') {
            // RFC 5322 4.4: obs-route
            int start = at;
            while (at < text.length() && peek() != ':' && peek() != '>') {
                at++;
            }
            if (peek() == ':') {
                route = Optional.of(text.substring(start, at).replaceAll("[ \t]", ""));
                at++;
            } else {
                at = start;
            }
        }
        Words local = words("@>");
        String domain = "";
        if (peek() == '@') {
            at++;
            domain = domain(">");
        }
        if (peek() == '>') {
            at++;
        }
        String shown = name.spaced();
        return new Address(
                shown.isEmpty() ? Optional.empty() : Optional.of(shown),
                route,
                Optional.of(local.joined()),
                Optional.of(domain));
    }

    /** Up to one of {@code ends}; blanks and comments are dropped. */
    private String domain(String ends) {
        StringBuilder domain = new StringBuilder();
        while (true) {
            skipBlanksAndComments();
            if (at >= text.length() || ends.indexOf(peek()) >= 0) {
                return domain.toString();
            }
            if (peek() == '[') {
                int close = text.indexOf(']', at);
                int end = close < 0 ? text.length() : close + 1;
                domain.append(text, at, end);
                at = end;
            } else {
                domain.append(text.charAt(at++));
            }
        }
    }

    /** Words up to one of {@code ends}. */
    private Words words(String ends) {
        Words words = new Words();
        while (true) {
            int before = at;
            skipBlanksAndComments();
            boolean blank = at > before;
            if (at >= text.length() || ends.indexOf(peek()) >= 0) {
                return words;
            }
            if (peek() == '"') {
                words.add(blank, quotedString());
            } else {
                int start = at;
                while (at < text.length()
                        && !isBlank(peek())
                        && "\"(".indexOf(peek()) < 0
                        && ends.indexOf(peek()) < 0) {
                    at++;
                }
                words.add(blank, text.substring(start, at));
            }
        }
    }

    private static final class Words {
        private final StringBuilder spaced = new StringBuilder();
        private final StringBuilder joined = new StringBuilder();
        private boolean any;

        void add(boolean blankBefore, String word) {
            if (any && blankBefore) {
                spaced.append(' ');
            }
            any = true;
            spaced.append(word);
            joined.append(word);
        }

        boolean isEmpty() {
            return !any;
        }

        String spaced() {
            return spaced.toString();
        }

        /** As a local part is read: blanks between its words mean nothing (RFC 5322 section 4.4). */
        String joined() {
            return joined.toString();
        }
    }
}
