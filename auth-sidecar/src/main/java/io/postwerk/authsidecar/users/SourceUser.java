package io.postwerk.authsidecar.users;

import io.postwerk.mail.EmailAddress;
import io.postwerk.sasl.AuthenticatedUser;
import io.postwerk.sasl.mechanism.Credential;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * A user, as a source tells of them.
 *
 * @param address as the source spells it
 * @param mailboxId opaque id of the mailbox
 * @param disabled may not log in; mail is still taken for them
 * @param quotaStorage most octets in the mailbox
 * @param quotaMessages most messages in the mailbox
 * @param credentials what they can log in with, by the protocol that asks; expired ones among them
 */
public record SourceUser(
        EmailAddress address,
        String mailboxId,
        boolean disabled,
        OptionalLong quotaStorage,
        OptionalLong quotaMessages,
        Function<String, List<Credential>> credentials) {

    public AuthenticatedUser authenticated() {
        return new AuthenticatedUser(address, mailboxId);
    }
}
