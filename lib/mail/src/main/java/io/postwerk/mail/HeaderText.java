package io.postwerk.mail;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Base64;
import java.util.Optional;

/** What a reader sees of the text in a header field (RFC 2047). */
public final class HeaderText {
    private HeaderText() {}

    /**
     * Decodes encoded words, and octets outside them as UTF-8 if they are, else as ISO 8859-1. What is broken, or in an
     * unknown character set, stays as it is.
     *
     * @param octets text as {@link MessageSummary} holds it: an octet in each {@code char}
     */
    public static String decode(String octets) {
        if (!octets.contains("=?")) {
            return plain(octets);
        }
        StringBuilder out = new StringBuilder(octets.length());
        // Neighbours in one character set are decoded together: some programs divide a character between them.
        ByteArrayOutputStream pending = new ByteArrayOutputStream();
        Charset charset = null;
        int plainFrom = 0;
        int at = octets.indexOf("=?");
        while (at >= 0) {
            Optional<Word> found = Word.at(octets, at);
            if (found.isEmpty()) {
                at = octets.indexOf("=?", at + 1);
                continue;
            }
            Word word = found.get();
            String between = octets.substring(plainFrom, at);
            // RFC 2047 6.2: white space between encoded words is not shown.
            boolean follows = charset != null && between.isBlank();
            if (charset != null && !(follows && word.charset.equals(charset))) {
                out.append(pending.toString(charset));
                pending.reset();
            }
            if (!follows) {
                out.append(plain(between));
            }
            pending.writeBytes(word.content);
            charset = word.charset;
            plainFrom = word.end;
            at = octets.indexOf("=?", plainFrom);
        }
        if (charset != null) {
            out.append(pending.toString(charset));
        }
        return out.append(plain(octets.substring(plainFrom))).toString();
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
            String content = text.substring(contentStart, end);
            Optional<byte[]> octets = switch (text.charAt(charsetEnd + 1)) {
                case 'B', 'b' -> base64(content);
                case 'Q', 'q' -> quoted(content);
                default -> Optional.empty();
            };
            return octets.flatMap(
                    o -> charset(text.substring(start + 2, charsetEnd)).map(c -> new Word(c, o, end + 2)));
        }

        private static Optional<Charset> charset(String name) {
            // RFC 2231 5: a language may follow.
            int star = name.indexOf('*');
            try {
                return Optional.of(Charset.forName(star < 0 ? name : name.substring(0, star)));
            } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
                return Optional.empty();
            }
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
