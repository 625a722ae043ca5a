package io.postwerk.imapserver.imap.codec;

import java.util.List;
import java.util.Optional;

/** One thing FETCH can ask of a message: fetch-att of RFC 3501 section 9. */
public sealed interface FetchAttribute {
    /** What is kept beside the message. */
    enum Item implements FetchAttribute {
        FLAGS("FLAGS"),
        INTERNALDATE("INTERNALDATE"),
        RFC822_SIZE("RFC822.SIZE"),
        ENVELOPE("ENVELOPE"),
        BODY("BODY"),
        BODYSTRUCTURE("BODYSTRUCTURE"),
        UID("UID");

        private final String wire;

        Item(String wire) {
            this.wire = wire;
        }

        /** Its name on the wire, in the command and in the answer. */
        public String wire() {
            return wire;
        }
    }

    /**
     * Octets of the message.
     *
     * @param form how it was asked, which is how it is answered
     * @param section what of the message
     * @param partial which octets of that
     * @param peek \Seen is not set
     */
    record Body(Form form, Section section, Optional<Partial> partial, boolean peek) implements FetchAttribute {}

    /** The spellings of a body attribute. */
    enum Form {
        BODY,
        RFC822,
        RFC822_HEADER,
        RFC822_TEXT
    }

    /** Octets from {@code origin}, at most {@code length} of them. */
    record Partial(long origin, long length) {}

    /** fetch-att. */
    static FetchAttribute parse(CommandScanner in) throws SyntaxException {
        String name = in.keyword();
        return switch (name) {
            // RFC 3501 6.4.5: equivalent to BODY[], BODY.PEEK[HEADER] and BODY[TEXT]
            case "RFC822" -> new Body(Form.RFC822, Section.WHOLE, Optional.empty(), false);
            case "RFC822.HEADER" -> new Body(Form.RFC822_HEADER, Section.HEADER, Optional.empty(), true);
            case "RFC822.TEXT" -> new Body(Form.RFC822_TEXT, Section.BODY_TEXT, Optional.empty(), false);
            case "BODY.PEEK" -> body(in, true);
            case "BODY" -> in.at('[') ? body(in, false) : Item.BODY;
            default -> item(name);
        };
    }

    private static Item item(String name) throws SyntaxException {
        for (Item item : Item.values()) {
            if (item.wire.equals(name)) {
                return item;
            }
        }
        throw new SyntaxException("Unknown FETCH attribute");
    }

    private static Body body(CommandScanner in, boolean peek) throws SyntaxException {
        Section section = Section.parse(in);
        Optional<Partial> partial = Optional.empty();
        if (in.skip('<')) {
            long origin = in.number();
            in.expect('.');
            long length = in.nonZeroNumber();
            in.expect('>');
            partial = Optional.of(new Partial(origin, length));
        }
        return new Body(Form.BODY, section, partial, peek);
    }

    /** The macros of RFC 3501 section 6.4.5; empty if it is none. */
    static List<FetchAttribute> macro(String name) {
        return switch (name) {
            case "FAST" -> List.of(Item.FLAGS, Item.INTERNALDATE, Item.RFC822_SIZE);
            case "ALL" -> List.of(Item.FLAGS, Item.INTERNALDATE, Item.RFC822_SIZE, Item.ENVELOPE);
            case "FULL" -> List.of(Item.FLAGS, Item.INTERNALDATE, Item.RFC822_SIZE, Item.ENVELOPE, Item.BODY);
            default -> List.of();
        };
    }
}
