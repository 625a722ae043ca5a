package io.postwerk.store;

import java.util.Optional;

/** The flags that RFC 3501 section 2.3.2 defines and a client may change. ({@code \Recent} is no flag here.) */
public enum SystemFlag {
    ANSWERED("\\Answered"),
    FLAGGED("\\Flagged"),
    DELETED("\\Deleted"),
    SEEN("\\Seen"),
    DRAFT("\\Draft");

    private final String imapName;

    SystemFlag(String imapName) {
        this.imapName = imapName;
    }

    /** As IMAP writes it, with the backslash. */
    public String imapName() {
        return imapName;
    }

    /** The flag that IMAP calls by this name, in any case. */
    public static Optional<SystemFlag> ofImapName(String name) {
        for (SystemFlag flag : values()) {
            if (flag.imapName.equalsIgnoreCase(name)) {
                return Optional.of(flag);
            }
        }
        return Optional.empty();
    }
}
