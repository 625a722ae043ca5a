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

    public boolean allows(Usage usage) {
        return usage.octets() <= octets.orElse(Long.MAX_VALUE) && usage.messages() <= messages.orElse(Long.MAX_VALUE);
    }
}
