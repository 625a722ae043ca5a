package io.postwerk.sasl;

import java.util.Optional;

/** Security property of a mechanism, with the name that the auth protocol's MECH line gives it. */
public enum MechanismFlag {
    ANONYMOUS("anonymous"),
    /** The password itself is sent. */
    PLAINTEXT("plaintext"),
    /** What is sent can be attacked with a dictionary. */
    DICTIONARY("dictionary"),
    /** Open to an active attacker on the connection. */
    ACTIVE("active"),
    FORWARD_SECRECY("forward-secrecy"),
    /** The server proves that it knows the client's secret, too. */
    MUTUAL_AUTH("mutual-auth"),
    CHANNEL_BINDING("channel-binding"),
    /** Not to be offered to users. */
    PRIVATE("private");

    private final String wireName;

    MechanismFlag(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    /** The flag of that name; empty for a name of which this version knows nothing. */
    public static Optional<MechanismFlag> ofWireName(String name) {
        for (MechanismFlag flag : values()) {
            if (flag.wireName.equals(name)) {
                return Optional.of(flag);
            }
        }
        return Optional.empty();
    }
}
