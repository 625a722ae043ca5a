package io.postwerk.store.rocksdb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which folders have their messages in memory, up to a number of messages in all; what was used longest ago goes first. */
final class IndexCache {
    private final int capacity;
    private final LinkedHashMap<FolderEntry, Integer> used = new LinkedHashMap<>(16, 0.75f, true);
    private long messages;

    IndexCache(int capacity) {
        this.capacity = capacity;
    }

    /** Notes that a folder has just been used, and has so many messages. */
    void used(FolderEntry folder, int count) {
        note(folder, count);
        for (FolderEntry victim : victims(folder)) {
            if (!victim.evict()) {
                // Somebody needs it just now: it counts as used.
                note(victim, victim.published().messages());
            }
        }
    }

    private synchronized void note(FolderEntry folder, int count) {
        Integer before = used.put(folder, count);
        messages += count - (before == null ? 0 : before);
    }

    /** Takes out what was used longest ago, but not {@code kept}, until the rest fits. */
    private synchronized List<FolderEntry> victims(FolderEntry kept) {
        List<FolderEntry> victims = new ArrayList<>();
        var entries = used.entrySet().iterator();
        while (messages > capacity && entries.hasNext()) {
            Map.Entry<FolderEntry, Integer> entry = entries.next();
            if (entry.getKey() != kept) {
                messages -= entry.getValue();
                entries.remove();
                victims.add(entry.getKey());
            }
        }
        return victims;
    }

    synchronized void forget(FolderEntry folder) {
        Integer count = used.remove(folder);
        messages -= count == null ? 0 : count;
    }

    synchronized long messages() {
        return messages;
    }
}
