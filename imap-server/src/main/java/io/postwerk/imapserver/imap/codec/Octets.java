package io.postwerk.imapserver.imap.codec;

/** The character classes of RFC 3501 section 9. */
final class Octets {
    private Octets() {}

    static boolean isDigit(int octet) {
        return octet >= '0' && octet <= '9';
    }

    static boolean isLetter(int octet) {
        return (octet >= 'A' && octet <= 'Z') || (octet >= 'a' && octet <= 'z');
    }

    /** ATOM-CHAR: any CHAR except atom-specials. */
    static boolean isAtomChar(int octet) {
        return switch (octet) {
            case '(', ')', '{', ' ', '%', '*', '"', '\\', ']' -> false;
            default -> octet > 0x1f && octet < 0x7f;
        };
    }

    /** ASTRING-CHAR: ATOM-CHAR or "]". */
    static boolean isAstringChar(int octet) {
        return octet == ']' || isAtomChar(octet);
    }

    /** What a tag may hold: any ASTRING-CHAR except "+". */
    static boolean isTagChar(int octet) {
        return octet != '+' && isAstringChar(octet);
    }

    /** list-char: ATOM-CHAR, list-wildcards or "]". */
    static boolean isListChar(int octet) {
        return octet == '%' || octet == '*' || isAstringChar(octet);
    }
}
