package io.postwerk.sasl;

import java.util.Set;

/**
 * A mechanism that may be offered.
 *
 * @param name registered name, upper case (RFC 4422 3.1)
 * @param flags its security properties
 */
public record MechanismInfo(String name, Set<MechanismFlag> flags) {

    public MechanismInfo {
        flags = Set.copyOf(flags);
    }

    /** The password crosses the connection as it is. */
    public boolean plaintext() {
        return flags.contains(MechanismFlag.PLAINTEXT);
    }
}
