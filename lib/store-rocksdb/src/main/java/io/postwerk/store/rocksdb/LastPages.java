package io.postwerk.store.rocksdb;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The last pages of folders that messages were added to lately, so that the next append need not read them. Only the
 * committer's thread uses it.
 */
final class LastPages {
    private static final int CAPACITY = 1_000;

    private final LinkedHashMap<FolderEntry, Page> pages = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<FolderEntry, Page> eldest) {
            return size() > CAPACITY;
        }
    };

    Optional<Page> find(FolderEntry folder, long number) {
        return Optional.ofNullable(pages.get(folder)).filter(p -> p.number == number);
    }

    void keep(FolderEntry folder, Page page) {
        pages.put(folder, page);
    }

    void forget(FolderEntry folder) {
        pages.remove(folder);
    }

    void clear() {
        pages.clear();
    }
}
