package io.postwerk.config.users;

import io.postwerk.config.Bounds;
import io.postwerk.config.ListenerProtocol;
import io.postwerk.config.SecretText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One way for a user to log in.
 *
 * @param name name of the credential, unique for the user
 * @param verifier what a password is checked with, as {@code {SCRAM-SHA-256}iterations,salt,storedKey,serverKey}; never the
 *     password itself
 * @param protocols listeners' protocols for which it is good; empty means all, which is the default
 * @param expires instant from which it is no longer good; default is never (absent)
 */
public record UserCredential(
        @Bounds(min = 1, max = 63) String name,
        SecretText verifier,
        @Bounds(max = 8) List<ListenerProtocol> protocols,
        Optional<Instant> expires) {

    public UserCredential {
        protocols = List.copyOf(protocols);
    }

    /** Whether it is good for a protocol at an instant. */
    public boolean admits(ListenerProtocol protocol, Instant now) {
        return (protocols.isEmpty() || protocols.contains(protocol))
                && expires.map(now::isBefore).orElse(true);
    }
}
