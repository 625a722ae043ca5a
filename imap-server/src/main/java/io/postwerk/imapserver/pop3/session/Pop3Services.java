package io.postwerk.imapserver.pop3.session;

import io.postwerk.imapserver.UnreadableMessages;
import io.postwerk.imapserver.UserSessions;
import io.postwerk.imapserver.pop3.Pop3Settings;
import io.postwerk.sasl.Authenticator;
import io.postwerk.store.MailboxStore;

/**
 * What all sessions of a listener share.
 *
 * @param settings of the listener
 * @param authenticator who checks logins
 * @param store the mailboxes
 * @param locks which maildrops are open
 * @param sessions who ends the sessions of users that may no longer log in
 * @param unreadable is told of mail that cannot be read
 */
public record Pop3Services(
        Pop3Settings settings,
        Authenticator authenticator,
        MailboxStore store,
        MaildropLocks locks,
        UserSessions sessions,
        UnreadableMessages unreadable) {}
