package io.postwerk.imapserver.pop3.codec;

import java.util.Locale;
import java.util.Optional;

/**
 * The commands of POP3. APOP is not among them: it needs the server to know the password.
 */
public enum Verb {
    /** RFC 2449 5. */
    CAPA("CAPA"),
    /** RFC 2595 4. */
    STLS("STLS"),
    /** RFC 1939 7. */
    USER("USER name"),
    /** RFC 1939 7. */
    PASS("PASS string"),
    /** RFC 5034 4. */
    AUTH("AUTH mechanism [initial-response]"),
    /** RFC 1939 5. */
    STAT("STAT"),
    /** RFC 1939 5. */
    LIST("LIST [msg]"),
    /** RFC 1939 5. */
    RETR("RETR msg"),
    /** RFC 1939 5. */
    DELE("DELE msg"),
    /** RFC 1939 5. */
    NOOP("NOOP"),
    /** RFC 1939 5. */
    RSET("RSET"),
    /** RFC 1939 7. */
    TOP("TOP msg n"),
    /** RFC 1939 7. */
    UIDL("UIDL [msg]"),
    /** RFC 1939 4 and 6. */
    QUIT("QUIT");

    private final String syntax;

    Verb(String syntax) {
        this.syntax = syntax;
    }

    /** The form of the command, for the answer to one that has another. */
    public String syntax() {
        return syntax;
    }

    /** The command of that keyword, in any case (RFC 1939 3). */
    static Optional<Verb> of(String keyword) {
        String upper = keyword.toUpperCase(Locale.ROOT);
        for (Verb verb : values()) {
            if (verb.name().equals(upper)) return Optional.of(verb);
        }
        return Optional.empty();
    }
}
