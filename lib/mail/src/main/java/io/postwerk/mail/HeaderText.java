package io.postwerk.mail;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** What a reader sees of the text in a header field (RFC 2047). */
public final class HeaderText {
    private HeaderText() {}

    /** Longer texts are decoded in pieces of about this length. */
    private static final int PIECE = 8 * 1024;

    /**
     * Takes a decoded text piece by piece.
     *
     * @param <X> what it may throw
     */
    @FunctionalInterface
    public interface Pieces<X extends Exception> {
        void take(String piece) throws X;
    }

    /**
     * Decodes encoded words, and octets outside them as UTF-8 if they are, else as ISO 8859-1. What is broken, or in an
     * unknown character set, stays as it is. Takes time linear in the length of the text.
     *
     * @param octets text as {@link MessageSummary} holds it: an octet in each {@code char}
     */
    public static String decode(String octets) {
        if (octets.length() <= PIECE && !octets.contains("=?")) {
            return plain(octets);
        }
        StringBuilder out = new StringBuilder(octets.length());
        decode(octets, out::append);
        return out.toString();
    }

    /** As {@link #decode(String)}, for text of any length: each piece is passed on as soon as it is decoded. */
    public static <X extends Exception> void decode(String octets, Pieces<X> target) throws X {
        // Neighbours in one character set are decoded together: some programs divide a character between them.
        ByteArrayOutputStream pending = new ByteArrayOutputStream();
        Charset charset = null;
        int plainFrom = 0;
        int at = octets.indexOf("=?");
        while (at >= 0) {
            // Not the whole of the plain text before the next word, which may be long
            if (at - plainFrom > PIECE) {
                if (charset != null) {
                    target.take(pending.toString(charset));
                    pending.reset();
                    charset = null;
                }
                plainFrom = takePlain(octets, plainFrom, at - PIECE / 2, target);
            }
            Optional<Word> found = Word.at(octets, at);
            if (found.isEmpty()) {
                at = octets.indexOf("=?", at + 1);
                continue;
            }
            Word word = found.get();
            String between = octets.substring(plainFrom, at);
            // RFC 2047 6.2: white space between encoded words is not shown.
            boolean follows = charset != null && between.isBlank();
            if (charset != null && !(follows && word.charset.equals(charset) && pending.size() < PIECE)) {
                target.take(pending.toString(charset));
                pending.reset();
            }
            if (!follows) {
                target.take(plain(between));
            }
            pending.writeBytes(word.content);
            charset = word.charset;
            plainFrom = word.end;
            at = octets.indexOf("=?", plainFrom);
        }
        if (charset != null) {
            target.take(pending.toString(charset));
        }
        takePlain(octets, plainFrom, octets.length(), target);
    }

    /** Passes on text without encoded words, in pieces; returns where it ended, which is not within a character of UTF-8. */
    private static <X extends Exception> int takePlain(String octets, int from, int to, Pieces<X> target) throws X {
        int at = from;
        while (at < to) {
            int end = Math.min(at + PIECE, to);
            for (int i = 0; i < 3 && end < octets.length() && (octets.charAt(end) & 0xC0) == 0x80; i++) {
                end++;
            }
            target.take(plain(octets.substring(at, end)));
            at = end;
        }
        return Math.max(at, from);
    }

    private static String plain(String octets) {
        byte[] raw = octets.getBytes(StandardCharsets.ISO_8859_1);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(raw))
                    .toString();
        } catch (CharacterCodingException e) {
            return octets;
        }
    }

    /** An encoded word (RFC 2047 section 2), decoded to octets. */
    private record Word(Charset charset, byte[] content, int end) {
        // RFC 2047 2 allows 75 octets for a word; some programs write longer ones.
        private static final int MAX_WORD_OCTETS = 4096;
        private static final int MAX_CHARSET_OCTETS = 64;

        static Optional<Word> at(String text, int start) {
            int charsetEnd = text.indexOf('?', start + 2, Math.min(text.length(), start + 2 + MAX_CHARSET_OCTETS));
            if (charsetEnd < 0 || charsetEnd + 2 >= text.length() || text.charAt(charsetEnd + 2) != '?') {
                return Optional.empty();
            }
            int contentStart = charsetEnd + 3;
            int end = text.indexOf("?=", contentStart, Math.min(text.length(), contentStart + MAX_WORD_OCTETS));
            if (end < 0) {
                return Optional.empty();
            }
            // RFC 2047 2: no word begins within another. Without this, words without an end were decoded again and
            // again.
            if (text.indexOf("=?", contentStart, end) >= 0) {
                return Optional.empty();
            }
            Optional<Charset> charset = charset(text.substring(start + 2, charsetEnd));
            if (charset.isEmpty()) {
                return Optional.empty();
            }
            String content = text.substring(contentStart, end);
            Optional<byte[]> octets = switch (text.charAt(charsetEnd + 1)) {
                case 'B', 'b' -> base64(content);
                case 'Q', 'q' -> quoted(content);
                default -> Optional.empty();
            };
            return octets.map(o -> new Word(charset.get(), o, end + 2));
        }

        private static Optional<Charset> charset(String name) {
            // RFC 2231 5: a language may follow.
            int star = name.indexOf('*');
            return Charsets.find(star < 0 ? name : name.substring(0, star));
        }

        private static Optional<byte[]> base64(String content) {
            try {
                return Optional.of(Base64.getMimeDecoder().decode(content));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }

        // RFC 2047 4.2
        private static Optional<byte[]> quoted(String content) {
            ByteArrayOutputStream out = new ByteArrayOutputStream(content.length());
            for (int i = 0; i < content.length(); i++) {
                char c = content.charAt(i);
                if (c == '_') {
                    out.write(' ');
                } else if (c == '=' && i + 2 < content.length()) {
                    int high = Character.digit(content.charAt(i + 1), 16);
                    int low = Character.digit(content.charAt(i + 2), 16);
                    if (high < 0 || low < 0) {
                        return Optional.empty();
                    }
                    out.write(high << 4 | low);
                    i += 2;
                } else {
                    out.write(c);
                }
            }
            return Optional.of(out.toByteArray());
        }
    }
}
