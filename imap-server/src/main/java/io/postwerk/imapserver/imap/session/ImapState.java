package io.postwerk.imapserver.imap.session;

import io.postwerk.imapserver.UserSessions;
import io.postwerk.sasl.User;
import io.postwerk.store.MailboxId;

/** The four states of RFC 3501 section 3, each with its data. */
public sealed interface ImapState {
    /** RFC 3501 3.1. */
    record NotAuthenticated() implements ImapState {}

    /** RFC 3501 3.2. */
    record Authenticated(SessionUser user) implements ImapState {}

    /** RFC 3501 3.3. */
    record Selected(SessionUser user, SelectedFolder folder) implements ImapState {}

    /** RFC 3501 3.4. */
    record Logout() implements ImapState {}

    /**
     * Who is logged in.
     *
     * @param mailbox the user's mailbox
     * @param registration closed at the end of the session
     */
    record SessionUser(User user, MailboxId mailbox, UserSessions.Registration registration) {}

    /** The states without their data, for the table of commands. */
    enum Kind {
        NOT_AUTHENTICATED,
        AUTHENTICATED,
        SELECTED,
        LOGOUT
    }

    default Kind kind() {
        return switch (this) {
            case NotAuthenticated ignored -> Kind.NOT_AUTHENTICATED;
            case Authenticated ignored -> Kind.AUTHENTICATED;
            case Selected ignored -> Kind.SELECTED;
            case Logout ignored -> Kind.LOGOUT;
        };
    }
}
