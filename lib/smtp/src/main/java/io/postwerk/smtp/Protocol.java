package io.postwerk.smtp;

/** The protocol that a listener speaks; all three are one session with different rules. */
public enum Protocol {
    /** Mail from other servers and from anybody (RFC 5321). */
    SMTP,
    /** Mail from users, who have to authenticate first (RFC 6409). */
    SUBMISSION,
    /** Final delivery with a reply for each recipient (RFC 2033). */
    LMTP
}
