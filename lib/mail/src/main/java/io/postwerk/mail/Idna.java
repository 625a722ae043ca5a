package io.postwerk.mail;

import java.text.Normalizer;

/**
 * Between U-labels and A-labels (RFC 5891), with the mapping that UTS #46 puts before: full-width dots are dots, case
 * and compatibility forms fold, characters that UTS #46 ignores vanish, and sharp s and final sigma stay themselves
 * (nontransitional). {@link java.net.IDN} knows IDNA 2003 only, under which those last two name another domain.
 */
final class Idna {
    private static final String PREFIX = "xn--";

    private Idna() {}

    /** A-labels for all labels; the caller checks lengths and characters of the result. */
    static String toAscii(String text) throws AddressException {
        String mapped = map(text);
        StringBuilder out = new StringBuilder(mapped.length() + 8);
        int start = 0;
        while (start <= mapped.length()) {
            int dot = mapped.indexOf('.', start);
            int end = dot < 0 ? mapped.length() : dot;
            appendLabel(mapped.substring(start, end), out);
            if (dot < 0) {
                break;
            }
            out.append('.');
            start = dot + 1;
        }
        return out.toString();
    }

    static String toUnicode(String ascii) {
        if (!ascii.contains(PREFIX)) {
            return ascii;
        }
        StringBuilder out = new StringBuilder(ascii.length());
        for (String label : ascii.split("\\.", -1)) {
            if (!out.isEmpty()) {
                out.append('.');
            }
            out.append(labelToUnicode(label));
        }
        return out.toString();
    }

    private static String labelToUnicode(String label) {
        if (!label.startsWith(PREFIX)) {
            return label;
        }
        try {
            String decoded = Punycode.decode(label.substring(PREFIX.length()));
            // Only what would be encoded to the very same label may be shown in its place.
            return toAscii(decoded).equals(label) ? decoded : label;
        } catch (AddressException e) {
            return label;
        }
    }

    private static void appendLabel(String label, StringBuilder out) throws AddressException {
        if (label.chars().allMatch(c -> c < 0x80)) {
            out.append(label);
            return;
        }
        if (label.startsWith(PREFIX)) {
            throw new AddressException("domain mixes an A-label with other characters");
        }
        checkLetters(label);
        out.append(PREFIX).append(Punycode.encode(label));
    }

    private static void checkLetters(String label) throws AddressException {
        boolean first = true;
        for (int i = 0; i < label.length(); ) {
            int c = label.codePointAt(i);
            i += Character.charCount(c);
            boolean allowed = switch (Character.getType(c)) {
                case Character.LOWERCASE_LETTER,
                        Character.OTHER_LETTER,
                        Character.MODIFIER_LETTER,
                        Character.DECIMAL_DIGIT_NUMBER -> true;
                // RFC 5891 4.2.3.2: no label begins with a combining mark.
                case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> !first;
                // RFC 5892 2.6 and appendix A: middle dot, Hebrew geresh and gershayim, Katakana middle dot.
                default -> c == '-' || c == 0xB7 || c == 0x5F3 || c == 0x5F4 || c == 0x30FB;
            };
            if (!allowed) {
                throw new AddressException("domain has a character that is not allowed there");
            }
            first = false;
        }
        if (label.startsWith("-") || label.endsWith("-") || label.startsWith("--", 2)) {
            throw new AddressException("domain has a hyphen where none is allowed");
        }
    }

    private static String map(String text) throws AddressException {
        StringBuilder kept = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            switch (c) {
                case 0x3002, 0xFF0E, 0xFF61 -> kept.append('.');
                // UTS #46 "ignored": soft hyphen, word joiner, byte order mark, variation selectors.
                case 0xAD, 0x2060, 0xFEFF -> {}
                default -> {
                    if (!(c >= 0xFE00 && c <= 0xFE0F)) {
                        kept.appendCodePoint(c);
                    }
                }
            }
        }
        String normal = Normalizer.normalize(kept, Normalizer.Form.NFKC);
        StringBuilder lower = new StringBuilder(normal.length());
        // One character at a time: String.toLowerCase would turn a final capital sigma into another letter.
        normal.codePoints().forEach(c -> {
            if (c == 0x1E9E) {
                lower.append('\u00DF');
            } else if (c == 0x130) {
                lower.append("i\u0307");
            } else {
                lower.appendCodePoint(Character.toLowerCase(c));
            }
        });
        return Normalizer.normalize(lower, Normalizer.Form.NFKC);
    }
}
