package io.postwerk.imapserver.imap.handler;

import io.postwerk.store.FolderName;

/**
 * A pattern of LIST and LSUB: {@code *} stands for anything, {@code %} for anything without a hierarchy delimiter. RFC
 * 3501 section 6.3.8.
 */
final class ListPattern {
    private static final String INBOX = FolderName.INBOX.value();

    private final String pattern;

    /** It has more characters than any name, so that it matches none. */
    private final boolean tooLong;

    /** @param reference what the pattern is relative to: the two are just joined */
    ListPattern(String reference, String pattern) {
        this.pattern = withoutAdjacentWildcards(reference + pattern);
        this.tooLong = this.pattern.chars().filter(c -> c != '*' && c != '%').count() > FolderName.MAX_OCTETS;
    }

    /** Adjacent wildcards equal the widest of them. */
    private static String withoutAdjacentWildcards(String pattern) {
        StringBuilder out = new StringBuilder(pattern.length());
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            char before = out.isEmpty() ? 0 : out.charAt(out.length() - 1);
            if (c == '*' && before == '%') {
                out.setCharAt(out.length() - 1, '*');
            } else if (c != '%' && c != '*' || before != '*' && before != c) {
                out.append(c);
            }
        }
        return out.toString();
    }

    boolean matches(String name) {
        if (tooLong) {
            return false;
        }
        // RFC 3501 5.1: INBOX in any case
        boolean inbox = name.equals(INBOX) || name.startsWith(INBOX + FolderName.SEPARATOR);
        // at[i]: the pattern up to i matches the name so far
        boolean[] at = new boolean[pattern.length() + 1];
        at[0] = true;
        skipWildcards(at);
        for (int i = 0; i < name.length(); i++) {
            at = step(at, name.charAt(i), inbox && i < INBOX.length());
        }
        return at[pattern.length()];
    }

    private boolean[] step(boolean[] before, char c, boolean anyCase) {
        boolean[] after = new boolean[before.length];
        for (int i = 0; i < pattern.length(); i++) {
            char wanted = pattern.charAt(i);
            if (!before[i]) {
                continue;
            }
            if (wanted == '*' || wanted == '%' && c != FolderName.SEPARATOR) {
                after[i] = true;
            } else if (wanted == c || anyCase && Character.toUpperCase(wanted) == c) {
                after[i + 1] = true;
            }
        }
        skipWildcards(after);
        return after;
    }

    /** A wildcard also matches the empty text. */
    private void skipWildcards(boolean[] at) {
        for (int i = 0; i < pattern.length(); i++) {
            if (at[i] && (pattern.charAt(i) == '*' || pattern.charAt(i) == '%')) {
                at[i + 1] = true;
            }
        }
    }
}
