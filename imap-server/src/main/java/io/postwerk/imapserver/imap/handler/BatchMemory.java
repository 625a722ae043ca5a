package io.postwerk.imapserver.imap.handler;

import io.postwerk.net.MemoryAccount;
import io.postwerk.net.MemoryBudget.Use;
import io.postwerk.store.StoredMessage;
import java.util.Collection;

/** The memory of the summaries of a batch. While memory is low, a batch is one message. */
final class BatchMemory implements AutoCloseable {
    /** A summary that is kept has at most so many octets, encoded. */
    private static final int SUMMARY_OCTETS = 16 * 1024;

    /** A batch that turns out to be larger makes the next ones smaller, see {@link BatchSize}. */
    private static final int MOST_OCTETS = 16 * SUMMARY_OCTETS;

    private final MemoryAccount memory;
    private int held;

    BatchMemory(MemoryAccount memory) {
        this.memory = memory;
    }

    /** Takes memory for the next batch, and gives that of the last one back. Returns how many messages it has room for. */
    int begin(int messages) {
        close();
        held = (int) Math.min(MOST_OCTETS, (long) messages * SUMMARY_OCTETS);
        if (memory.tryTake(Use.SPOOL, held)) {
            return messages;
        }
        held = SUMMARY_OCTETS;
        memory.count(held);
        return 1;
    }

    /** Gives back what the batch that was read does not need. */
    void read(Collection<StoredMessage> batch) {
        int octets = 0;
        for (StoredMessage message : batch) {
            octets += message.keptSummary().map(summary -> summary.length).orElse(0);
        }
        if (octets < held) {
            memory.giveBack(held - octets);
            held = octets;
        }
    }

    @Override
    public void close() {
        memory.giveBack(held);
        held = 0;
    }
}
