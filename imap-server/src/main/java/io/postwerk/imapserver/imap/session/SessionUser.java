package io.postwerk.imapserver.imap.session;

import io.postwerk.imapserver.UserSessions;
import io.postwerk.sasl.User;
import io.postwerk.store.MailboxId;

/**
 * Who is logged in.
 *
 * @param user as the authenticator told
 * @param mailbox the user's mailbox
 * @param registration closed at the end of the session
 */
public record SessionUser(User user, MailboxId mailbox, UserSessions.Registration registration) {}
