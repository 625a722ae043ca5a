package io.postwerk.store;

/** What a session opens a folder for. */
public enum OpenMode {
    /** As IMAP's SELECT: the session takes the messages that are recent, so no other will see them so. */
    SELECT,
    /** As IMAP's EXAMINE and for all who only look: nothing changes. */
    EXAMINE
}
