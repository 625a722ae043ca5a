package io.postwerk.imapserver.imap.session;

/** The four states of RFC 3501 section 3, each with what it knows. */
public sealed interface ImapState {
    /** RFC 3501 3.1. */
    record NotAuthenticated() implements ImapState {}

    /** RFC 3501 3.2. */
    record Authenticated(SessionUser user) implements ImapState {}

    /** RFC 3501 3.3. */
    record Selected(SessionUser user, SelectedFolder folder) implements ImapState {}

    /** RFC 3501 3.4. */
    record Logout() implements ImapState {}

    /** The states without their data: what a command may be allowed in. */
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
