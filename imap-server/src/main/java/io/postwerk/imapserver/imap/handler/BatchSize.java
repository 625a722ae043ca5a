package io.postwerk.imapserver.imap.handler;

import io.postwerk.store.StoredMessage;
import java.util.Collection;

/**
 * How many messages are read from the store at once. Their summaries are in memory, so their octets are bounded and not
 * their number: the size doubles as long as the last batch was small, and shrinks to what would have fitted.
 */
final class BatchSize {
    /** What the summaries of a batch should have at most, encoded. */
    private static final int MUCH_OCTETS = 128 * 1024;

    private static final int MOST_MESSAGES = 128;

    private int messages;

    BatchSize(int first) {
        this.messages = first;
    }

    int messages() {
        return messages;
    }

    /** The next batch is not near to the last one: small, in case that nothing more is asked for. */
    void restart() {
        messages = 1;
    }

    /** Learns from a batch that was read. */
    void read(Collection<StoredMessage> batch) {
        long octets = 0;
        for (StoredMessage message : batch) {
            octets += message.keptSummary().map(summary -> summary.length).orElse(0);
        }
        messages = octets <= MUCH_OCTETS / 2
                ? Math.min(2 * messages, MOST_MESSAGES)
                : Math.clamp(messages * (long) MUCH_OCTETS / octets, 1, messages);
    }
}
