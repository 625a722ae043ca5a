package io.postwerk.sasl;

/** Answer of a {@link UserDirectory}. What is in doubt is {@link Unavailable}, never {@link NotFound}. */
public sealed interface LookupResult {

    record Found(UserRecord user) implements LookupResult {}

    /** A complete and current set of users does not have it. */
    record NotFound() implements LookupResult {}

    /**
     * Cannot be said now: the directory is away or behind, or the user is configured but not usable yet.
     *
     * @param reason for the log, not for clients
     */
    record Unavailable(String reason) implements LookupResult {}
}
