package io.postwerk.runtime;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a program has loaded of its configuration, as {@code GET /revision} on the management port reports it.
 *
 * @param program the program's name, such as {@code imap-server}
 * @param formatVersion the version of the config format that the program reads
 * @param sequence the config sequence number in force; empty before the first complete set
 * @param loadedAt when that set was taken
 * @param loaded how many sets were taken since the program started
 * @param refused how many sets were refused since then: incomplete, torn or invalid
 * @param lastError why the latest set was refused; empty when the latest one was taken
 * @param pending how much of what the set in force asks for, beyond being loaded, is not done yet: removals of mailboxes in
 *     imap-server, nothing elsewhere. It belongs to {@code sequence}: both are of one moment
 */
public record Revision(
        String program,
        int formatVersion,
        OptionalLong sequence,
        Optional<Instant> loadedAt,
        long loaded,
        long refused,
        Optional<String> lastError,
        long pending) {

    /** The revision of a program that has loaded nothing yet. */
    public static Revision none(String program, int formatVersion) {
        return new Revision(program, formatVersion, OptionalLong.empty(), Optional.empty(), 0, 0, Optional.empty(), 0);
    }

    /** One JSON object; what is absent is {@code null}. */
    public String json() {
        StringBuilder json = new StringBuilder(160);
        json.append("{\"program\":").append(quoted(program));
        json.append(",\"formatVersion\":").append(formatVersion);
        json.append(",\"sequence\":").append(sequence.isPresent() ? Long.toString(sequence.getAsLong()) : "null");
        json.append(",\"loadedAt\":")
                .append(loadedAt.map(at -> quoted(at.toString())).orElse("null"));
        json.append(",\"loaded\":").append(loaded);
        json.append(",\"refused\":").append(refused);
        json.append(",\"lastError\":").append(lastError.map(Revision::quoted).orElse("null"));
        json.append(",\"pending\":").append(pending);
        return json.append("}\n").toString();
    }

    // RFC 8259 7: quotation mark, reverse solidus and control characters are escaped.
    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < 0x20 || Character.isSurrogate(c)) quoted.append(String.format("\\u%04x", (int) c));
                    else quoted.append(c);
                }
            }
        }
        return quoted.append('"').toString();
    }
}
