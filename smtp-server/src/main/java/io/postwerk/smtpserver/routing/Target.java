package io.postwerk.smtpserver.routing;

import io.postwerk.mail.EmailAddress;
import io.postwerk.smtpserver.Destination;

/**
 * Where mail for a recipient goes in the end, aliases expanded. Two targets are equal if they are the same place: a mail is
 * delivered there once, however many recipients lead to it.
 *
 * @param address the address to deliver to
 * @param place identifies the place
 */
public record Target(EmailAddress address, Destination destination, String place) {
    /** A mailbox of ours that exists. */
    public static Target mailbox(EmailAddress address, String mailboxId) {
        return new Target(address, Destination.MAILBOX, "mailbox " + mailboxId);
    }

    /** An address of a Relay's domain. */
    public static Target relayed(EmailAddress address) {
        return new Target(address, Destination.RELAY, "relayed " + address);
    }

    /**
     * An address elsewhere, which we pass mail on to.
     *
     * @param submitted whether the sender is a user of ours, with an address of their own
     */
    public static Target remote(EmailAddress address, boolean submitted) {
        // RFC 5321 2.4: only the host of the domain may interpret a local part, so its case is kept
        return new Target(address, submitted ? Destination.SUBMITTED : Destination.REMOTE, "remote " + address);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Target that && place.equals(that.place);
    }

    @Override
    public int hashCode() {
        return place.hashCode();
    }
}
