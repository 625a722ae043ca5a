package io.postwerk.net;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts open connections, up to a limit. */
final class ConnectionLimit {

    private final int limit;
    private final AtomicInteger open = new AtomicInteger();

    ConnectionLimit(int limit) {
        this.limit = limit;
    }

    /** Counts one more, unless the limit is reached. */
    boolean tryEnter() {
        if (open.incrementAndGet() > limit) {
            open.decrementAndGet();
            return false;
        }
        return true;
    }

    void leave() {
        open.decrementAndGet();
    }

    int open() {
        return open.get();
    }
}
