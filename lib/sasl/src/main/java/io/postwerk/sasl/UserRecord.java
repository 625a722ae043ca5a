package io.postwerk.sasl;

import io.postwerk.mail.EmailAddress;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * A user as the servers see them: never with a verifier.
 *
 * @param address as the user source spells it
 * @param mailboxId opaque id of the mailbox; the canonical address where the user source has no ids
 * @param quotaStorage limit of the mailbox in octets; empty for none
 * @param quotaMessages limit of the mailbox in messages; empty for none
 * @param disabled may not log in; mail is still received
 */
public record UserRecord(
        EmailAddress address,
        String mailboxId,
        OptionalLong quotaStorage,
        OptionalLong quotaMessages,
        boolean disabled) {

    public UserRecord {
        Objects.requireNonNull(address);
        Objects.requireNonNull(mailboxId);
    }
}
