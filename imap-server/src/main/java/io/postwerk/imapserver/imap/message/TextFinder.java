package io.postwerk.imapserver.imap.message;

import java.io.IOException;
import java.io.Reader;

/**
 * Looks for a text without regard to case (RFC 3501 section 6.4.4), in strings and in streams of any length. The time is
 * linear in the length of what is searched, whatever the text (Knuth, Morris and Pratt, 1977): the client chooses both. Used
 * by one thread.
 */
public final class TextFinder {
    private static final int BLOCK = 8 * 1024;

    /** For one search after the other: a message may have thousands of parts. */
    private final char[] block = new char[BLOCK];

    private final char[] wanted;

    /** For each length of a match: the longest shorter match that ends at the same character. */
    private final int[] shorter;

    public TextFinder(String text) {
        wanted = text.toCharArray();
        for (int i = 0; i < wanted.length; i++) {
            wanted[i] = fold(wanted[i]);
        }
        shorter = new int[wanted.length + 1];
        int matched = 0;
        for (int i = 1; i < wanted.length; i++) {
            matched = next(matched, wanted[i]);
            shorter[i + 1] = matched;
        }
    }

    /** An empty text is found everywhere. */
    public boolean isIn(String text) {
        Match match = new Match();
        match.add(text);
        return match.found();
    }

    /** Looks for the text in one that comes in pieces, from its beginning. */
    Match begin() {
        return new Match();
    }

    /** What of the text has been found so far. */
    final class Match {
        private int matched;

        /** The next piece. */
        void add(CharSequence piece) {
            for (int i = 0; i < piece.length() && !found(); i++) {
                matched = next(matched, fold(piece.charAt(i)));
            }
        }

        boolean found() {
            return matched == wanted.length;
        }
    }

    /** Reads no further than to the end of the text. */
    public boolean isIn(Reader text) throws IOException {
        if (wanted.length == 0) {
            return true;
        }
        int matched = 0;
        for (int read = text.read(block); read >= 0; read = text.read(block)) {
            for (int i = 0; i < read; i++) {
                matched = next(matched, fold(block[i]));
                if (matched == wanted.length) {
                    return true;
                }
            }
        }
        return false;
    }

    /** How many characters match after one more, if {@code matched} did before it; fewer than all. */
    private int next(int matched, char c) {
        int before = matched;
        while (before > 0 && wanted[before] != c) {
            before = shorter[before];
        }
        return wanted[before] == c ? before + 1 : 0;
    }

    private static char fold(char c) {
        if (c < 0x80) {
            return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
        }
        return Character.toLowerCase(Character.toUpperCase(c));
    }
}
