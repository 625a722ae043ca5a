package io.postwerk.smtp;

/** What MAIL's BODY parameter says of the message (RFC 6152 2). */
public enum BodyType {
    SEVEN_BIT("7BIT"),
    EIGHT_BIT("8BITMIME");

    private final String keyword;

    BodyType(String keyword) {
        this.keyword = keyword;
    }

    /** The value on the wire. */
    public String keyword() {
        return keyword;
    }
}
