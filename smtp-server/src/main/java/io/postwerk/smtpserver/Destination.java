package io.postwerk.smtpserver;

/** Which of the two ways a recipient's mail leaves: the address alone does not tell, the routing does. */
public enum Destination {
    /** A mailbox of ours: LMTP to imap-server. */
    MAILBOX(1),
    /** Anything else: SMTP to the outbound next hop. */
    REMOTE(2);

    private final int code;

    Destination(int code) {
        this.code = code;
    }

    /** The value that stands on disk; never changes. */
    public int code() {
        return code;
    }
}
