package io.postwerk.password;

/**
 * A password that a client sent.
 *
 * @param typed as it came
 * @param prepared as SASLprep makes it (RFC 4013): SCRAM verifiers are made from it, hashes of other schemes from what was typed
 */
public record TypedPassword(String typed, String prepared) {

    /** @throws SaslPrepException when it could not be typed the same way twice */
    public static TypedPassword of(String typed) throws SaslPrepException {
        return new TypedPassword(typed, SaslPrep.query(typed));
    }

    public boolean isEmpty() {
        return typed.isEmpty() || prepared.isEmpty();
    }

    @Override
    public String toString() {
        return "(password)";
    }
}
