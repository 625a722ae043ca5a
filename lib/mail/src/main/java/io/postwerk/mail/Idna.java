package io.postwerk.mail;

import com.ibm.icu.text.IDNA;

/**
 * Between U-labels and A-labels (RFC 5891) by UTS #46, nontransitional: sharp s and final sigma stay themselves. {@link
 * java.net.IDN} knows IDNA 2003 only, under which those two name another domain. Asked only for names that are not ASCII.
 */
final class Idna {
    private static final String PREFIX = "xn--";

    private static final IDNA UTS46 = IDNA.getUTS46Instance(IDNA.NONTRANSITIONAL_TO_ASCII
            | IDNA.NONTRANSITIONAL_TO_UNICODE
            | IDNA.CHECK_BIDI
            | IDNA.CHECK_CONTEXTJ
            | IDNA.USE_STD3_RULES);

    private Idna() {}

    /** A-labels for all labels; the caller checks lengths and characters of the result. */
    static String toAscii(String text) throws AddressException {
        IDNA.Info info = new IDNA.Info();
        StringBuilder out = UTS46.nameToASCII(text, new StringBuilder(), info);
        // The caller refuses empty and over-long labels, with a better message.
        for (IDNA.Error error : info.getErrors()) {
            switch (error) {
                case EMPTY_LABEL, LABEL_TOO_LONG, DOMAIN_NAME_TOO_LONG -> {}
                default -> throw new AddressException("domain is not a valid international domain name");
            }
        }
        return out.toString();
    }

    /** U-labels where that loses nothing; a label that would not be encoded to the very same A-label stays as it is. */
    static String toUnicode(String ascii) {
        if (!ascii.contains(PREFIX)) {
            return ascii;
        }
        StringBuilder out = new StringBuilder(ascii.length());
        for (String label : ascii.split("\\.", -1)) {
            if (!out.isEmpty()) {
                out.append('.');
            }
            out.append(label.startsWith(PREFIX) ? labelToUnicode(label) : label);
        }
        return out.toString();
    }

    private static String labelToUnicode(String label) {
        IDNA.Info info = new IDNA.Info();
        String decoded = UTS46.labelToUnicode(label, new StringBuilder(), info).toString();
        if (info.hasErrors()) {
            return label;
        }
        try {
            return toAscii(decoded).equals(label) ? decoded : label;
        } catch (AddressException e) {
            return label;
        }
    }
}
