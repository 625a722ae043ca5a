package io.postwerk.authsidecar.lookup;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;

/** Who wants to be told when the users change. Safe for many threads. */
public final class Watchers {

    private final Map<Object, LongConsumer> watchers = new ConcurrentHashMap<>();

    /** Tells all: the users are those of that sequence now. */
    public void changed(long sequence) {
        watchers.values().forEach(watcher -> watcher.accept(sequence));
    }

    /** Adds one, until the result is run. */
    Runnable add(LongConsumer watcher) {
        var key = new Object();
        watchers.put(key, watcher);
        return () -> watchers.remove(key);
    }

    int size() {
        return watchers.size();
    }
}
