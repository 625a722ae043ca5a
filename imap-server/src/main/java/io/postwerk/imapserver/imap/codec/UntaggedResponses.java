package io.postwerk.imapserver.imap.codec;

import java.util.Collection;
import java.util.Map;

/** The server data responses of RFC 3501 sections 7.2 to 7.4, but for FETCH, each a whole line. */
public final class UntaggedResponses {
    /** RFC 3501 7.2.2: the hierarchy delimiter, quoted. */
    private static final String DELIMITER = "\"/\"";

    private UntaggedResponses() {}

    public static byte[] capability(String capabilities) {
        return untagged("CAPABILITY ").raw(capabilities).crlf().toBytes();
    }

    /**
     * RFC 3501 7.2.2 and 7.2.3.
     *
     * @param attributes as on the wire, such as {@code \Noselect}
     */
    public static byte[] list(boolean subscribed, Collection<String> attributes, String mailbox) {
        return untagged(subscribed ? "LSUB " : "LIST ")
                .list(attributes, ResponseBuilder::raw)
                .space()
                .raw(DELIMITER)
                .space()
                .mailbox(mailbox)
                .crlf()
                .toBytes();
    }

    /** RFC 3501 6.3.8: the answer to an empty pattern tells the delimiter and the root of the reference. */
    public static byte[] hierarchy(boolean subscribed) {
        return untagged(subscribed ? "LSUB " : "LIST ")
                .raw("(\\Noselect) ")
                .raw(DELIMITER)
                .raw(" \"\"")
                .crlf()
                .toBytes();
    }

    /** RFC 2342 5: one personal namespace, at the root. */
    public static byte[] namespace() {
        return untagged("NAMESPACE ((\"\" ")
                .raw(DELIMITER)
                .raw(")) NIL NIL")
                .crlf()
                .toBytes();
    }

    /** RFC 3501 7.2.4. */
    public static byte[] status(String mailbox, Map<StatusItem, Long> values) {
        return untagged("STATUS ")
                .mailbox(mailbox)
                .space()
                .list(
                        values.entrySet(),
                        (out, value) -> out.raw(value.getKey().name()).space().number(value.getValue()))
                .crlf()
                .toBytes();
    }

    /** RFC 2971 3.2. */
    public static byte[] id(Map<String, String> fields) {
        return untagged("ID ")
                .list(
                        fields.entrySet(),
                        (out, field) -> out.string(field.getKey()).space().string(field.getValue()))
                .crlf()
                .toBytes();
    }

    /** RFC 3501 7.2.6. */
    public static byte[] flags(Collection<String> flags) {
        return untagged("FLAGS ").list(flags, ResponseBuilder::raw).crlf().toBytes();
    }

    /** RFC 3501 7.3.1. */
    public static byte[] exists(long messages) {
        return untagged("").number(messages).raw(" EXISTS").crlf().toBytes();
    }

    /** RFC 3501 7.3.2. */
    public static byte[] recent(long messages) {
        return untagged("").number(messages).raw(" RECENT").crlf().toBytes();
    }

    /** RFC 3501 7.4.1. */
    public static byte[] expunge(long sequenceNumber) {
        return untagged("").number(sequenceNumber).raw(" EXPUNGE").crlf().toBytes();
    }

    /** RFC 3501 7.2.5. */
    public static byte[] search(Iterable<Long> numbers) {
        ResponseBuilder out = untagged("SEARCH");
        numbers.forEach(number -> out.space().number(number));
        return out.crlf().toBytes();
    }

    /** RFC 3501 7.5: asks for the rest of a command. */
    public static byte[] continuation(String text) {
        return new ResponseBuilder().raw("+ ").raw(text).crlf().toBytes();
    }

    private static ResponseBuilder untagged(String name) {
        return new ResponseBuilder().raw("* ").raw(name);
    }
}
