package io.postwerk.password;

import java.text.Normalizer;

/**
 * SASLprep: the form in which user names and passwords are compared (RFC 4013, a profile of stringprep, RFC 3454).
 *
 * <p>Character properties and normalization are those of the running JDK's Unicode version, not of Unicode 3.2: a
 * character that was assigned since then counts as assigned.
 */
public final class SaslPrep {

    private SaslPrep() {}

    /** Prepares a string that is kept (a password when its verifier is made): unassigned code points are refused. */
    public static String stored(String text) throws SaslPrepException {
        // RFC 4013 2.5
        String prepared = query(text);
        if (prepared.codePoints().anyMatch(c -> Character.getType(c) == Character.UNASSIGNED)) {
            throw new SaslPrepException("contains a code point that is not assigned");
        }
        return prepared;
    }

    /** Prepares a string that is compared with a kept one: unassigned code points are let through. */
    public static String query(String text) throws SaslPrepException {
        if (isPrintableAscii(text)) {
            return text;
        }
        String normalized = Normalizer.normalize(map(text), Normalizer.Form.NFKC); // RFC 4013 2.2
        checkProhibited(normalized);
        checkBidirectional(normalized);
        return normalized;
    }

    private static boolean isPrintableAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c > 0x7E) {
                return false;
            }
        }
        return true;
    }

    /** RFC 4013 2.1. U+200B stands in both tables; it becomes a space, as in other implementations. */
    private static String map(String text) {
        var mapped = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isNonAsciiSpace(c)) {
                mapped.append(' ');
            } else if (!isMappedToNothing(c)) {
                mapped.appendCodePoint(c);
            }
        });
        return mapped.toString();
    }

    /** RFC 3454 C.1.2. */
    private static boolean isNonAsciiSpace(int c) {
        return c == 0x00A0 || c == 0x1680 || between(c, 0x2000, 0x200B) || c == 0x202F || c == 0x205F || c == 0x3000;
    }

    /** RFC 3454 B.1. */
    private static boolean isMappedToNothing(int c) {
        return c == 0x00AD
                || c == 0x034F
                || c == 0x1806
                || between(c, 0x180B, 0x180D)
                || c == 0x200C
                || c == 0x200D
                || c == 0x2060
                || between(c, 0xFE00, 0xFE0F)
                || c == 0xFEFF;
    }

    private static void checkProhibited(String text) throws SaslPrepException {
        // RFC 4013 2.3
        if (text.codePoints().anyMatch(SaslPrep::isProhibited)) {
            throw new SaslPrepException("contains a control, private-use or other prohibited character");
        }
    }

    /** RFC 3454 C.1.2, C.2.1, C.2.2 and C.3 to C.9. */
    private static boolean isProhibited(int c) {
        return isNonAsciiSpace(c)
                || c < 0x20
                || between(c, 0x7F, 0x9F)
                || isNonAsciiControl(c)
                || Character.getType(c) == Character.PRIVATE_USE
                || (c & 0xFFFE) == 0xFFFE
                || between(c, 0xFDD0, 0xFDEF)
                || between(c, 0xD800, 0xDFFF)
                || between(c, 0xFFF9, 0xFFFD)
                || between(c, 0x2FF0, 0x2FFB)
                || isDeprecatedOrDisplayChanging(c)
                || c == 0xE0001
                || between(c, 0xE0020, 0xE007F);
    }

    /** RFC 3454 C.2.2 above U+009F. */
    private static boolean isNonAsciiControl(int c) {
        return c == 0x06DD
                || c == 0x070F
                || c == 0x180E
                || c == 0x200C
                || c == 0x200D
                || c == 0x2028
                || c == 0x2029
                || between(c, 0x2060, 0x2063)
                || c == 0xFEFF
                || between(c, 0x1D173, 0x1D17A);
    }

    /** RFC 3454 C.8. */
    private static boolean isDeprecatedOrDisplayChanging(int c) {
        return c == 0x0340
                || c == 0x0341
                || c == 0x200E
                || c == 0x200F
                || between(c, 0x202A, 0x202E)
                || between(c, 0x206A, 0x206F);
    }

    /** RFC 4013 2.4, RFC 3454 6. */
    private static void checkBidirectional(String text) throws SaslPrepException {
        if (text.codePoints().noneMatch(SaslPrep::isRightToLeft)) {
            return;
        }
        if (text.codePoints().anyMatch(c -> Character.getDirectionality(c) == Character.DIRECTIONALITY_LEFT_TO_RIGHT)) {
            throw new SaslPrepException("mixes writing from left to right and from right to left");
        }
        if (!isRightToLeft(text.codePointAt(0)) || !isRightToLeft(text.codePointBefore(text.length()))) {
            throw new SaslPrepException("writes from right to left, but does not begin and end so");
        }
    }

    private static boolean isRightToLeft(int c) {
        byte direction = Character.getDirectionality(c);
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }

    private static boolean between(int c, int first, int last) {
        return c >= first && c <= last;
    }
}
