package io.postwerk.smtp;

import io.postwerk.mail.EmailAddress;

/** The argument of RCPT TO (RFC 5321 4.1.2); of a source route only the final mailbox is kept. */
public sealed interface ForwardPath {
    /** A mailbox of some domain. */
    record Mailbox(EmailAddress address) implements ForwardPath {
        @Override
        public String toString() {
            return "<" + address + ">";
        }
    }

    /** {@code <Postmaster>} without a domain, in any case (RFC 5321 4.5.1). */
    record Postmaster() implements ForwardPath {
        @Override
        public String toString() {
            return "<postmaster>";
        }
    }
}
