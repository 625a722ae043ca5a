package io.postwerk.sasl.wire;

/**
 * The version of the auth protocol that a side speaks: {@code VERSION major minor} is the first line of both. Other majors do not
 * understand each other; the minor number says which features there are.
 */
public record ProtocolVersion(long major, long minor) {

    /** The only major number there is. */
    public static final long MAJOR = 1;

    /** The version that front ends of other makers understand: failures with codes. */
    public static final ProtocolVersion COMMON = new ProtocolVersion(MAJOR, 2);

    /** Facts of the TLS session and channel binding. */
    public static final ProtocolVersion INTERNAL = new ProtocolVersion(MAJOR, 3);

    /** From this minor number on, an empty {@code resp=} is an empty initial response; before, it is none. */
    static final long MINOR_WITH_EMPTY_RESPONSE = 2;

    static ProtocolVersion read(Fields fields) throws WireException {
        fields.atMost(3);
        return new ProtocolVersion(fields.number(1), fields.number(2));
    }

    void writeTo(LineText line) {
        line.field("VERSION").field(major).field(minor);
    }

    /**
     * Goes on only with a peer that speaks this major version.
     *
     * @param peer who it is, for the log
     */
    public void requireMajor(String peer) throws WireException {
        if (major != MAJOR) {
            throw new WireException("the " + peer + " speaks version " + major + ", not " + MAJOR);
        }
    }
}
