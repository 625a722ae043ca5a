package io.postwerk.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a listener speaks. */
public enum ListenerProtocol {
    /** SMTP between servers (RFC 5321). */
    SMTP,
    /** SMTP for the users' own programs (RFC 6409). */
    @JsonProperty("Submission")
    SUBMISSION,
    /** LMTP (RFC 2033), between smtp-server and imap-server only, over mutual TLS. */
    LMTP,
    /** IMAP4rev1 (RFC 3501). */
    IMAP,
    /** POP3 (RFC 1939). */
    POP3
}
