package io.postwerk.config.users;

import io.postwerk.config.Bounds;
import io.postwerk.mail.EmailAddress;
import java.util.List;
import java.util.Optional;

/**
 * One user.
 *
 * @param address the user's address, in its canonical form
 * @param id opaque id of the user's mailbox
 * @param unavailable why nothing certain can be said of the user, in words for the log: the resource is there but invalid.
 *     Lookups and logins then fail for now (451, 454), never for good. Default is absent
 * @param disabled whether the user may not log in. Mail is still taken for them; default false
 * @param quotaStorageOctets most octets in the mailbox; default is no limit (absent)
 * @param quotaMessages most messages in the mailbox; default is no limit (absent)
 * @param credentials what the user can log in with; without any the user still receives mail
 */
public record UserEntry(
        EmailAddress address,
        @Bounds(min = 1, max = 128) String id,
        Optional<String> unavailable,
        boolean disabled,
        @Bounds(max = Long.MAX_VALUE) Optional<Long> quotaStorageOctets,
        @Bounds(max = Long.MAX_VALUE) Optional<Long> quotaMessages,
        @Bounds(max = 64) List<UserCredential> credentials) {

    public UserEntry {
        credentials = List.copyOf(credentials);
    }
}
