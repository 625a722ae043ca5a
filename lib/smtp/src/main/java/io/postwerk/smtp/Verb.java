package io.postwerk.smtp;

/** The first word of a command. */
public enum Verb {
    HELO,
    EHLO,
    LHLO,
    MAIL,
    RCPT,
    DATA,
    RSET,
    NOOP,
    VRFY,
    EXPN,
    HELP,
    QUIT,
    STARTTLS,
    AUTH,
    /** Any word that is none of the others. */
    UNKNOWN
}
