package io.postwerk.store;

import java.util.OptionalLong;

/**
 * How much a mailbox may take up. Who is over a limit already keeps what is there, but gets nothing more.
 *
 * @param octets sizes of messages together
 * @param messages number of messages
 */
public record QuotaLimits(OptionalLong octets, OptionalLong messages) {
    public static final QuotaLimits NONE = new QuotaLimits(OptionalLong.empty(), OptionalLong.empty());

    public boolean allows(MailboxUsage usage) {
        return usage.octets() <= octets.orElse(Long.MAX_VALUE) && usage.messages() <= messages.orElse(Long.MAX_VALUE);
    }

    /**
     * What the messages of a mailbox take up: a copy counts as much as the message it was made from.
     *
     * @param octets their sizes together
     * @param messages how many
     */
    public record MailboxUsage(long octets, long messages) {
        public static final MailboxUsage NONE = new MailboxUsage(0, 0);

        public MailboxUsage plus(long moreOctets, long moreMessages) {
            return new MailboxUsage(octets + moreOctets, messages + moreMessages);
        }
    }
}
