package io.postwerk.smtpserver;

/**
 * The kind of server that takes a recipient's mail. The routing decides it when the mail is accepted; the address alone
 * does not tell.
 */
public enum Destination {
    /** A mailbox of ours: LMTP to imap-server. */
    MAILBOX(1),
    /** An address of somebody else's domain: SMTP to the outbound next hop. */
    REMOTE(2),
    /** An address of a Relay's domain: SMTP to that Relay's next hop, and nowhere else, even when the Relay is gone. */
    RELAY(3),
    /**
     * As {@link #REMOTE}, from a user of ours with an address of their own: the next hop of the sender's domain comes
     * first.
     */
    SUBMITTED(4);

    private final int code;

    Destination(int code) {
        this.code = code;
    }

    /** Whether the mail leaves our programs. */
    public boolean isElsewhere() {
        return this != MAILBOX;
    }

    /** The value on disk; it never changes. */
    public int code() {
        return code;
    }
}
