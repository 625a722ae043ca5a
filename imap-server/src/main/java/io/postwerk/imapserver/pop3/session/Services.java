package io.postwerk.imapserver.pop3.session;

import io.postwerk.imapserver.UserSessions;
import io.postwerk.sasl.Authenticator;
import io.postwerk.store.MailboxStore;

/**
 * The ports of a session.
 *
 * @param authenticator who checks logins
 * @param store the mailboxes
 * @param locks which maildrops are open
 * @param sessions who ends the sessions of users that may no longer log in
 */
public record Services(Authenticator authenticator, MailboxStore store, MaildropLocks locks, UserSessions sessions) {}
