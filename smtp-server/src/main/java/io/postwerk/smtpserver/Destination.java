package io.postwerk.smtpserver;

/** Which way a recipient's mail leaves. It is decided when the mail is taken: the address alone does not tell, the routing did. */
public enum Destination {
    /** A mailbox of ours: LMTP to imap-server. */
    MAILBOX(1),
    /** An address of somebody else's domain: SMTP to the outbound next hop. */
    REMOTE(2),
    /** An address of a Relay's domain: SMTP to that Relay's next hop, and nowhere else, even when the Relay is gone. */
    RELAY(3),
    /** As {@link #REMOTE}, from a user of ours with an address of their own: the way of the sender's domain comes first. */
    SUBMITTED(4);

    private final int code;

    Destination(int code) {
        this.code = code;
    }

    /** Whether a server of somebody else's takes it. */
    public boolean isElsewhere() {
        return this != MAILBOX;
    }

    /** The value that stands on disk; never changes. */
    public int code() {
        return code;
    }
}
