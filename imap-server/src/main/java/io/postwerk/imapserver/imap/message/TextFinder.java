package io.postwerk.imapserver.imap.message;

import java.io.IOException;
import java.io.Reader;

/** Looks for a text without regard to case (RFC 3501 section 6.4.4), in strings and in streams of any length. */
public final class TextFinder {
    private static final int BLOCK = 8 * 1024;

    private final String wanted;

    public TextFinder(String wanted) {
        this.wanted = fold(wanted);
    }

    /** An empty text is found everywhere. */
    public boolean isIn(String text) {
        return fold(text).contains(wanted);
    }

    public boolean isIn(Reader text) throws IOException {
        if (wanted.isEmpty()) {
            return true;
        }
        StringBuilder window = new StringBuilder();
        char[] block = new char[BLOCK];
        int read = text.read(block);
        while (read >= 0) {
            window.append(fold(new String(block, 0, read)));
            if (window.indexOf(wanted) >= 0) {
                return true;
            }
            // keep what can be the beginning of the text
            window.delete(0, Math.max(0, window.length() - wanted.length() + 1));
            read = text.read(block);
        }
        return false;
    }

    /** Maps each {@code char} to one {@code char}, so that blocks can be folded one by one. */
    private static String fold(String text) {
        char[] folded = text.toCharArray();
        for (int i = 0; i < folded.length; i++) {
            folded[i] = fold(folded[i]);
        }
        return new String(folded);
    }

    private static char fold(char c) {
        if (c < 0x80) {
            return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
        }
        return Character.toLowerCase(Character.toUpperCase(c));
    }
}
