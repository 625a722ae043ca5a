package io.postwerk.imapserver.imap.session;

import io.postwerk.imapserver.UnreadableMessages;
import io.postwerk.imapserver.UserSessions;
import io.postwerk.imapserver.imap.ImapSettings;
import io.postwerk.sasl.Authenticator;
import io.postwerk.sasl.UserDirectory;
import io.postwerk.store.MailboxStore;

/**
 * What all sessions of a listener share.
 *
 * @param settings of the listener
 * @param authenticator checks credentials
 * @param users knows the quotas
 * @param sessions the registry of open sessions
 * @param store holds the mail
 * @param unreadable is told of mail that cannot be read
 */
public record ImapServices(
        ImapSettings settings,
        Authenticator authenticator,
        UserDirectory users,
        UserSessions sessions,
        MailboxStore store,
        UnreadableMessages unreadable) {}
