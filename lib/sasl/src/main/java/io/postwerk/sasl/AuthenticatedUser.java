package io.postwerk.sasl;

import io.postwerk.mail.EmailAddress;
import java.util.Objects;

/**
 * Whom a successful exchange authenticated.
 *
 * @param address the user's own address, as the user source spells it
 * @param mailboxId opaque id of the user's mailbox; the canonical address where the authentication service has no ids
 */
public record AuthenticatedUser(EmailAddress address, String mailboxId) {

    public AuthenticatedUser {
        Objects.requireNonNull(address);
        Objects.requireNonNull(mailboxId);
    }
}
