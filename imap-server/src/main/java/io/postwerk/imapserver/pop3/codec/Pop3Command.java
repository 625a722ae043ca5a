package io.postwerk.imapserver.pop3.codec;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * A command as the client sent it, its arguments read. Message numbers are as given: whether there is such a message
 * is not a question of grammar; those beyond the range of {@code int} are the greatest {@code int}.
 */
public sealed interface Pop3Command {
    /** Asks for the capabilities (RFC 2449 5). */
    record Capa() implements Pop3Command {}

    /** Asks for TLS (RFC 2595 4). */
    record Stls() implements Pop3Command {}

    /** Names the mailbox (RFC 1939 7). */
    record User(String name) implements Pop3Command {}

    /** The password for the name before it (RFC 1939 7). It may contain spaces. */
    record Pass(String password) implements Pop3Command {
        @Override
        public String toString() {
            return "Pass[hidden]";
        }
    }

    /**
     * Begins a SASL exchange (RFC 5034 4).
     *
     * @param mechanism in upper case
     * @param initialResponse as it is on the wire: base64, or {@code =} for an empty one
     */
    record Auth(String mechanism, Optional<String> initialResponse) implements Pop3Command {
        @Override
        public String toString() {
            return "Auth[" + mechanism + "]";
        }
    }

    /** Number and octets of all messages (RFC 1939 5). */
    record Stat() implements Pop3Command {}

    /** Octets of each message, or of one (RFC 1939 5). */
    record List(OptionalInt number) implements Pop3Command {}

    /** The whole of a message (RFC 1939 5). */
    record Retr(int number) implements Pop3Command {}

    /** Marks a message as deleted (RFC 1939 5). */
    record Dele(int number) implements Pop3Command {}

    /** Does nothing (RFC 1939 5). */
    record Noop() implements Pop3Command {}

    /** Takes the marks back (RFC 1939 5). */
    record Rset() implements Pop3Command {}

    /** The header of a message and the first lines of its body (RFC 1939 7). */
    record Top(int number, int lines) implements Pop3Command {}

    /** The unique ids of each message, or of one (RFC 1939 7). */
    record Uidl(OptionalInt number) implements Pop3Command {}

    /** Ends the session, and removes what is marked (RFC 1939 4 and 6). */
    record Quit() implements Pop3Command {}
}
