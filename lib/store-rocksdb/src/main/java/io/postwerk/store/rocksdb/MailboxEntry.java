package io.postwerk.store.rocksdb;

import io.postwerk.store.Folder.FolderId;
import io.postwerk.store.FolderName;
import io.postwerk.store.MailboxId;
import io.postwerk.store.QuotaLimits.MailboxUsage;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A mailbox in memory, with its folders. As in {@link FolderEntry}, readers see what is durable, and the committer has a
 * state of its own that may be ahead.
 */
final class MailboxEntry {
    /**
     * Which folders there are and what is subscribed. Changed by making a new one.
     *
     * @param byName the folders
     * @param byId the same folders
     */
    record Tree(
            SortedMap<FolderName, FolderEntry> byName,
            Map<FolderId, FolderEntry> byId,
            SortedSet<FolderName> subscriptions) {
        static final Tree EMPTY =
                new Tree(Collections.emptySortedMap(), Collections.emptyMap(), Collections.emptySortedSet());

        Tree withFolder(FolderName name, FolderEntry folder) {
            SortedMap<FolderName, FolderEntry> names = new TreeMap<>(byName);
            names.put(name, folder);
            return with(names);
        }

        Tree withoutFolder(FolderName name) {
            SortedMap<FolderName, FolderEntry> names = new TreeMap<>(byName);
            names.remove(name);
            return with(names);
        }

        Tree with(SortedMap<FolderName, FolderEntry> names) {
            Map<FolderId, FolderEntry> ids = HashMap.newHashMap(names.size());
            names.values().forEach(f -> ids.put(f.id, f));
            return new Tree(names, ids, subscriptions);
        }

        Tree withSubscriptions(SortedSet<FolderName> names) {
            return new Tree(byName, byId, Collections.unmodifiableSortedSet(new TreeSet<>(names)));
        }

        Optional<FolderEntry> folder(FolderName name) {
            return Optional.ofNullable(byName.get(name));
        }

        Optional<FolderEntry> folder(FolderId id) {
            return Optional.ofNullable(byId.get(id));
        }
    }

    final MailboxId id;
    private final int number;
    /** Only the committer's thread touches these two. */
    MailboxRecord working;

    Tree workingTree;
    /** Whether it has been removed: nothing may be written for it any more. */
    boolean workingGone;

    /** The record as it is in the database. Only the committer's thread touches it. */
    private MailboxRecord published;

    private volatile boolean gone;
    private volatile Tree tree;
    private volatile MailboxUsage usage;

    MailboxEntry(MailboxId id, MailboxRecord record, Tree tree) {
        this.id = id;
        this.number = record.number();
        this.working = record;
        this.published = record;
        this.workingTree = tree;
        this.tree = tree;
        this.usage = record.usage();
    }

    int number() {
        return number;
    }

    Tree tree() {
        return tree;
    }

    MailboxUsage usage() {
        return usage;
    }

    /** Whether it has been removed: another entry has to be loaded for its id. */
    boolean gone() {
        return gone;
    }

    /** Lets readers see a batch; called by the committer. */
    void publish() {
        published = working;
        gone = workingGone;
        tree = workingTree;
        usage = working.usage();
    }

    /** Forgets what a batch has changed that was not made durable; called by the committer. */
    void rollback() {
        working = published;
        workingTree = tree;
        workingGone = gone;
    }
}
