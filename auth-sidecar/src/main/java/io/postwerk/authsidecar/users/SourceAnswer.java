package io.postwerk.authsidecar.users;

/** Answer of a {@link UserSource}. What is in doubt is {@link Unavailable}, never {@link Unknown}. */
public sealed interface SourceAnswer {

    record Known(SourceUser user) implements SourceAnswer {}

    record Unknown() implements SourceAnswer {}

    /** @param reason for the log, not for clients; without secrets */
    record Unavailable(String reason) implements SourceAnswer {}
}
