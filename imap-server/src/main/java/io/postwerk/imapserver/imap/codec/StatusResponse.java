package io.postwerk.imapserver.imap.codec;

import java.util.Optional;

/**
 * A status response of RFC 3501 section 7.1, tagged or not. Only {@link StatusResponses} makes them, so that all texts
 * and codes stand in one place.
 */
public final class StatusResponse {
    /** The five of RFC 3501 section 7.1. */
    public enum Condition {
        OK,
        NO,
        BAD,
        PREAUTH,
        BYE
    }

    private final Condition condition;
    private final Optional<String> code;
    private final String text;

    StatusResponse(Condition condition, Optional<String> code, String text) {
        this.condition = condition;
        this.code = code;
        this.text = text;
    }

    public Condition condition() {
        return condition;
    }

    /** The response code without its brackets. */
    public Optional<String> code() {
        return code;
    }

    /** As the completion of a command. */
    public byte[] tagged(String tag) {
        return line(tag);
    }

    /** As information or as a greeting. */
    public byte[] untagged() {
        return line("*");
    }

    private byte[] line(String tag) {
        ResponseBuilder out = new ResponseBuilder().raw(tag).space().raw(condition.name());
        code.ifPresent(present -> out.raw(" [").raw(present).raw("]"));
        return out.space().raw(text).crlf().toBytes();
    }

    @Override
    public String toString() {
        return condition + code.map(present -> " [" + present + "]").orElse("") + " " + text;
    }
}
