package io.postwerk.imapserver.imap.codec;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What of a message BODY[...] means: a part, and what of that part. RFC 3501 section 6.4.5.
 *
 * @param part numbers that lead to a MIME part; empty for the message itself
 * @param text what of it
 * @param fields header field names as given, for {@link Text#HEADER_FIELDS} and {@link Text#HEADER_FIELDS_NOT} only
 */
public record Section(List<Integer> part, Text text, List<String> fields) {
    /** section-text of RFC 3501 section 9, and the empty one. */
    public enum Text {
        ALL(""),
        HEADER("HEADER"),
        HEADER_FIELDS("HEADER.FIELDS"),
        HEADER_FIELDS_NOT("HEADER.FIELDS.NOT"),
        TEXT("TEXT"),
        MIME("MIME");

        private final String wire;

        Text(String wire) {
            this.wire = wire;
        }

        /** Its name on the wire. */
        public String wire() {
            return wire;
        }
    }

    private static final int MOST_FIELDS = 200;

    public static final Section WHOLE = new Section(List.of(), Text.ALL, List.of());
    public static final Section HEADER = new Section(List.of(), Text.HEADER, List.of());
    public static final Section BODY_TEXT = new Section(List.of(), Text.TEXT, List.of());

    public Section {
        part = List.copyOf(part);
        fields = List.copyOf(fields);
    }

    /** section, with its brackets. */
    static Section parse(CommandScanner in) throws SyntaxException {
        in.expect('[');
        List<Integer> part = new ArrayList<>();
        boolean more = !in.at(']');
        while (more && Octets.isDigit(in.peek())) {
            if (part.size() == in.limits().nesting()) {
                throw new SyntaxException("Part number too deep");
            }
            part.add((int) Math.min(in.nonZeroNumber(), Integer.MAX_VALUE));
            more = in.skip('.');
        }
        Section section = more ? text(in, part) : new Section(part, Text.ALL, List.of());
        in.expect(']');
        return section;
    }

    private static Section text(CommandScanner in, List<Integer> part) throws SyntaxException {
        String name = in.keyword();
        for (Text text : Text.values()) {
            if (text.wire.equals(name)) {
                // RFC 3501 6.4.5: MIME is only for a part
                if (text == Text.MIME && part.isEmpty()) {
                    throw new SyntaxException("MIME without a part number");
                }
                return new Section(part, text, hasFields(text) ? fields(in) : List.of());
            }
        }
        throw new SyntaxException("Unknown section");
    }

    private static List<String> fields(CommandScanner in) throws SyntaxException {
        in.space();
        List<String> fields = in.list(Section::fieldName);
        if (fields.isEmpty() || fields.size() > MOST_FIELDS) {
            throw new SyntaxException("No header field name, or too many");
        }
        return fields;
    }

    /** RFC 5322 2.2: printable US-ASCII without the colon. */
    private static String fieldName(CommandScanner in) throws SyntaxException {
        String name = in.astring();
        if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != ':')) {
            throw new SyntaxException("Not the name of a header field");
        }
        return name;
    }

    private static boolean hasFields(Text text) {
        return text == Text.HEADER_FIELDS || text == Text.HEADER_FIELDS_NOT;
    }

    /** As written between the brackets. */
    @Override
    public String toString() {
        ResponseBuilder out = new ResponseBuilder();
        out.raw(part.stream().map(String::valueOf).collect(Collectors.joining(".")));
        if (!part.isEmpty() && text != Text.ALL) {
            out.raw(".");
        }
        out.raw(text.wire);
        if (hasFields(text)) {
            out.space().list(fields, ResponseBuilder::astring);
        }
        return out.toString();
    }
}
