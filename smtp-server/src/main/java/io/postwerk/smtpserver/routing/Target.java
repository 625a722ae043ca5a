package io.postwerk.smtpserver.routing;

import io.postwerk.mail.EmailAddress;
import io.postwerk.smtpserver.Destination;

/** Where mail for a recipient goes in the end, aliases expanded. */
public sealed interface Target {
    /** The address to deliver to. */
    EmailAddress address();

    /** The way that mail for it leaves. */
    Destination destination();

    /** What makes two targets one: a mail is delivered there once, however many recipients lead to it. */
    String key();

    /** A mailbox of ours that exists. */
    record Mailbox(EmailAddress address, String mailboxId) implements Target {
        @Override
        public Destination destination() {
            return Destination.MAILBOX;
        }

        @Override
        public String key() {
            return "mailbox " + mailboxId;
        }
    }

    /** An address of a Relay's domain. */
    record Relayed(EmailAddress address) implements Target {
        @Override
        public Destination destination() {
            return Destination.RELAY;
        }

        @Override
        public String key() {
            return "relayed " + address;
        }
    }

    /**
     * An address elsewhere, which we pass mail on to.
     *
     * @param submitted whether the sender is a user of ours, with an address of their own
     */
    record Remote(EmailAddress address, boolean submitted) implements Target {
        @Override
        public Destination destination() {
            return submitted ? Destination.SUBMITTED : Destination.REMOTE;
        }

        @Override
        public String key() {
            // RFC 5321 2.4: the case of a foreign local part is its domain's business
            return "remote " + address;
        }
    }
}
