package io.postwerk.sasl;

/**
 * What came of looking a user up, in every source and on both sides of the wire. What is in doubt is {@link Unavailable}, never
 * {@link Unknown}.
 */
public sealed interface UserLookup {

    record Found(User user) implements UserLookup {}

    /** A complete and current set of users does not have it. */
    record Unknown() implements UserLookup {}

    /**
     * It cannot be said now: the source is away or behind, or the user is configured but not usable yet. Never taken for a wrong
     * password.
     *
     * @param cause for the log, not for clients; without secrets
     */
    record Unavailable(String cause) implements UserLookup {}
}
