package io.postwerk.sasl.mechanism;

/** Port of the mechanisms to the users' verifiers. Safe for many threads; may block. */
@FunctionalInterface
public interface CredentialSource {

    /**
     * The credentials of a user.
     *
     * @param userName as the client gave it, prepared (RFC 4013)
     * @param service protocol for which the credentials must be good
     */
    CredentialLookup find(String userName, String service);
}
