package io.postwerk.config.users;

import io.postwerk.config.Bounds;
import io.postwerk.mail.EmailAddress;

/**
 * A mailbox whose user was deleted together with its mail.
 *
 * @param id opaque id of the mailbox
 * @param address the address that the user had. As long as a user with this address and this mailbox is known, nothing is
 *     removed: the files of two programs do not change at the same moment
 */
public record MailboxRemoval(@Bounds(min = 1, max = 128) String id, EmailAddress address) {}
