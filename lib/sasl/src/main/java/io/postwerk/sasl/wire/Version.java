package io.postwerk.sasl.wire;

/**
 * {@code VERSION major minor}: the first line of both sides. Other majors do not understand each other; the minor number
 * says which features there are.
 */
public record Version(long major, long minor)
        implements AuthClientMessage, AuthServerMessage, UserdbClientMessage, UserdbServerMessage {

    static final String COMMAND = "VERSION";

    /** The only major number there is. */
    public static final long MAJOR = 1;

    /** What anybody's front end understands: failures with codes. */
    public static final Version COMMON = new Version(MAJOR, 2);

    /** Facts of the TLS session and channel binding. */
    public static final Version INTERNAL = new Version(MAJOR, 3);

    /** From this minor number on, an empty {@code resp=} is an empty initial response; before, it is none. */
    public static final long MINOR_WITH_EMPTY_RESPONSE = 2;

    static Version parse(Fields fields) throws WireException {
        fields.atMost(3);
        return new Version(fields.number(1), fields.number(2));
    }

    @Override
    public void writeTo(LineText line) {
        line.field(COMMAND).field(major).field(minor);
    }
}
