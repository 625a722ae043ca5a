package io.postwerk.imapserver.imap.codec;

/**
 * What one command may cost. Beyond any of these the command is answered with BAD and has no effect.
 *
 * @param lineOctets longest line between two literals, without CRLF
 * @param literalOctets longest literal of any command but the message of APPEND
 * @param commandOctets sum of a command's lines and literals, again without the message of APPEND
 * @param nesting deepest parentheses, NOT and OR in a search, and levels of a part number
 * @param searchKeys most keys of one SEARCH
 * @param setRanges most ranges of one sequence set
 */
public record CodecLimits(
        int lineOctets, int literalOctets, int commandOctets, int nesting, int searchKeys, int setRanges) {
    /** After login: clients of huge mailboxes send message sets of tens of kilobytes in one line. */
    public static final CodecLimits DEFAULT = new CodecLimits(65_536, 65_536, 262_144, 32, 500, 10_000);

    /**
     * Before login: enough for any AUTHENTICATE or LOGIN, and for the largest ID that RFC 2971 3.3 allows. That has 30
     * fields, each with a name of 30 octets and a value of 1,024 octets. It is longest as one line of quoted strings in
     * which every octet is escaped: 30 * (62 + 1 + 2,050 + 1) = 63,420 octets; with literals it is shorter.
     */
    public static final CodecLimits BEFORE_LOGIN = new CodecLimits(65_536, 4_096, 65_536, 4, 10, 100);
}
