package io.postwerk.plan.user;

import io.postwerk.config.routing.AliasEntry.Expansion;
import io.postwerk.mail.EmailAddress;
import io.postwerk.plan.finding.Claimant;
import java.util.Optional;

/** What a claimed address would become. */
public sealed interface AddressClaim {
    /**
     * A user.
     *
     * @param owner the MailUser
     * @param address the address
     * @param id id of the mailbox
     * @param unavailable why nothing certain can be said of the user
     * @param disabled whether the user cannot log in
     * @param quotaStorageOctets most octets in the mailbox
     * @param quotaMessages most messages in the mailbox
     * @param forward where mail goes in addition to the mailbox or instead of it
     */
    record User(
            Claimant owner,
            EmailAddress address,
            String id,
            Optional<String> unavailable,
            boolean disabled,
            Optional<Long> quotaStorageOctets,
            Optional<Long> quotaMessages,
            Optional<Expansion> forward)
            implements AddressClaim {}

    /**
     * An alias.
     *
     * @param expansion what it stands for
     */
    record Alias(Expansion expansion) implements AddressClaim {}
}
