package io.postwerk.sasl;

/**
 * The result of looking a user up, in every source and on both sides of the wire. A source that is not sure answers {@link
 * Unavailable}, never {@link Unknown}.
 */
public sealed interface UserLookup {

    record Found(User user) implements UserLookup {}

    /** A complete and current set of users does not have it. */
    record Unknown() implements UserLookup {}

    /**
     * No answer now: the source is away or behind, or the user is configured but not usable yet. Never taken for a wrong password.
     *
     * @param cause for the log, not for clients; without secrets
     */
    record Unavailable(String cause) implements UserLookup {}
}
