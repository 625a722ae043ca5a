package io.postwerk.imapserver;

import java.util.concurrent.TimeUnit;

/**
 * Of the processor, for one session. Virtual threads are not preempted, and a session whose client pipelines commands and
 * reads what it gets may never wait. Used by the session's thread.
 */
public final class FairShare {
    /** How long a session may go on without letting others. */
    private static final long LONGEST_RUN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private long yielded = System.nanoTime();

    /** Called between two commands, messages or lines: lets other sessions go on, if this one has not for some time. */
    @SuppressWarnings("ThreadPriorityCheck") // Only a yield gives the carrier to another virtual thread
    public void letOthersGoOn() {
        long now = System.nanoTime();
        if (now - yielded >= LONGEST_RUN_NANOS) {
            Thread.yield();
            yielded = System.nanoTime();
        }
    }
}
