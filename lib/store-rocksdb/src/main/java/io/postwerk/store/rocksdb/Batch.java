package io.postwerk.store.rocksdb;

import io.postwerk.rocksdb.Database.Family;
import io.postwerk.rocksdb.Writes;
import io.postwerk.store.AppendRequest.DeliveryId;
import io.postwerk.store.MailboxStore.FolderChange;
import io.postwerk.store.QuotaLimits.MailboxUsage;
import io.postwerk.store.StoreResult.AppendResult;
import io.postwerk.store.UidSet;
import io.postwerk.store.engine.MessageRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The changes that become durable together: records for the database, and what readers are to see afterwards. Records of
 * mailboxes and folders are written once at its end, however often they changed. Only the committer's thread uses it.
 */
final class Batch {
    private final Tables tables;
    private final Writes writes;
    private final LastPages lastPages;
    private final Map<PageKey, Page> pages = new LinkedHashMap<>();
    private final Set<MailboxEntry> mailboxes = new LinkedHashSet<>();
    private final Map<FolderEntry, Dirty> folders = new LinkedHashMap<>();
    private final Map<DeliveryKey, AppendResult.Duplicate> deliveries = new HashMap<>();
    private final Map<Long, Long> references = new HashMap<>();
    private final Set<FolderChange> changes = new LinkedHashSet<>();
    /** Of rows that are not records yet. */
    private long rowOctets;

    Batch(Tables tables, Writes writes, LastPages lastPages) {
        this.tables = tables;
        this.writes = writes;
        this.lastPages = lastPages;
    }

    private record PageKey(MailboxEntry mailbox, FolderEntry folder, long page) {}

    private record DeliveryKey(int mailbox, DeliveryId delivery) {}

    /** What happened to a folder. */
    private static final class Dirty {
        private final MailboxEntry mailbox;
        private final List<FolderEntry.Delta> deltas = new ArrayList<>();
        private boolean rowsChanged;
        private boolean deleted;

        Dirty(MailboxEntry mailbox) {
            this.mailbox = mailbox;
        }
    }

    long octets() {
        return writes.octets() + rowOctets;
    }

    void put(Family family, byte[] key, byte[] value) {
        writes.put(family, key, value);
    }

    void delete(Family family, byte[] key) {
        writes.delete(family, key);
    }

    /** Deletes all records from one key on, up to another exclusive. For many neighbours: each such mark slows reads. */
    void deleteRange(Family family, byte[] from, byte[] to) {
        writes.deleteRange(family, from, to);
    }

    void touch(MailboxEntry mailbox) {
        mailboxes.add(mailbox);
    }

    /** Removes a mailbox: it is no longer found by its id. The records under its number are left to the caller. */
    void remove(MailboxEntry mailbox) {
        mailboxes.add(mailbox);
        mailbox.workingTree.byName().values().forEach(folder -> {
            lastPages.forget(folder);
            announce(mailbox, folder, FolderChange.Kind.DELETED);
        });
        mailbox.workingTree = MailboxEntry.Tree.EMPTY;
        mailbox.working = mailbox.working.withUsage(MailboxUsage.NONE);
        mailbox.workingGone = true;
    }

    private Dirty dirty(MailboxEntry mailbox, FolderEntry folder) {
        mailboxes.add(mailbox);
        return folders.computeIfAbsent(folder, f -> new Dirty(mailbox));
    }

    /** The folder's record has changed, and nothing else of it that readers see. */
    void touch(MailboxEntry mailbox, FolderEntry folder) {
        dirty(mailbox, folder);
    }

    /** Adds a message, whose UID must be the next. */
    void addRow(MailboxEntry mailbox, FolderEntry folder, MessageRow row) {
        Page page = lastPage(mailbox, folder, Page.of(row.uid()));
        page.add(row);
        rowOctets += Page.ROWS;
        dirty(mailbox, folder).deltas.add(m -> m.index().add(row));
    }

    private Page lastPage(MailboxEntry mailbox, FolderEntry folder, long number) {
        PageKey key = new PageKey(mailbox, folder, number);
        Page page = pages.get(key);
        if (page == null) {
            Optional<Page> kept = lastPages.find(folder, number);
            page = kept.isPresent() ? kept.get() : stored(mailbox, folder, number);
            pages.put(key, page);
            lastPages.keep(folder, page);
        }
        return page;
    }

    private Page stored(MailboxEntry mailbox, FolderEntry folder, long number) {
        return tables.database
                .get(tables.messages, Keys.page(mailbox.number(), folder.id, number))
                .map(record -> Page.decode(number, record))
                .orElseGet(() -> new Page(number));
    }

    /** Gives messages other flags. */
    void changeRows(MailboxEntry mailbox, FolderEntry folder, List<MessageRow> changed) {
        eachPage(mailbox, folder, changed, Page::replace);
        Dirty dirty = dirty(mailbox, folder);
        dirty.rowsChanged = true;
        dirty.deltas.add(m -> changed.forEach(r -> m.index().update(r.uid(), r.modSeq(), r.flags())));
    }

    /** Takes messages out of a folder. */
    void removeRows(MailboxEntry mailbox, FolderEntry folder, List<MessageRow> gone, UidSet uids, long modSeq) {
        eachPage(mailbox, folder, gone, Page::remove);
        Dirty dirty = dirty(mailbox, folder);
        dirty.rowsChanged = true;
        dirty.deltas.add(m -> {
            m.index().remove(uids);
            m.removals().add(modSeq, uids);
        });
    }

    private void eachPage(
            MailboxEntry mailbox,
            FolderEntry folder,
            List<MessageRow> rows,
            BiConsumer<Page, List<MessageRow>> change) {
        for (int from = 0; from < rows.size(); ) {
            long number = Page.of(rows.get(from).uid());
            int to = from + 1;
            while (to < rows.size() && Page.of(rows.get(to).uid()) == number) {
                to++;
            }
            PageKey key = new PageKey(mailbox, folder, number);
            Page page = pages.computeIfAbsent(
                    key, k -> lastPages.find(folder, number).orElseGet(() -> inMemory(folder, number)));
            change.accept(page, rows.subList(from, to));
            rowOctets += Page.ROWS;
            from = to;
        }
    }

    /** A page that no append of this batch has touched is what the rows in memory say. */
    private static Page inMemory(FolderEntry folder, long number) {
        Page page = new Page(number);
        UidSet uids = UidSet.range(Page.firstUid(number), Math.min(Page.lastUid(number), UidSet.MAX_UID));
        folder.pinned().index().find(uids).forEach(page::add);
        return page;
    }

    /** Whether the rows in memory are no longer those that the batch leaves behind (new rows apart). */
    boolean hasChangedRows(FolderEntry folder) {
        Dirty dirty = folders.get(folder);
        return dirty != null && dirty.rowsChanged;
    }

    void deleteFolder(MailboxEntry mailbox, FolderEntry folder) {
        dirty(mailbox, folder).deleted = true;
        lastPages.forget(folder);
    }

    void announce(MailboxEntry mailbox, FolderEntry folder, FolderChange.Kind kind) {
        changes.add(new FolderChange(mailbox.id, folder.id, kind));
    }

    /** What became of this delivery, if it has come before. */
    Optional<AppendResult.Duplicate> delivered(MailboxEntry mailbox, DeliveryId delivery) {
        AppendResult.Duplicate here = deliveries.get(new DeliveryKey(mailbox.number(), delivery));
        if (here != null) {
            return Optional.of(here);
        }
        return tables.database
                .get(tables.deliveries, Keys.delivery(mailbox.number(), delivery))
                .map(before -> Records.Delivery.decode(before).replay());
    }

    void deliver(MailboxEntry mailbox, DeliveryId delivery, long time, AppendResult.Duplicate replay) {
        deliveries.put(new DeliveryKey(mailbox.number(), delivery), replay);
        put(tables.deliveries, Keys.delivery(mailbox.number(), delivery), new Records.Delivery(time, replay).encode());
    }

    /** How many messages refer to a body. */
    long references(long body) {
        Long here = references.get(body);
        if (here == null) {
            here = tables.database
                    .get(tables.meta, Keys.references(body))
                    .map(Records::count)
                    .orElse(1L);
            references.put(body, here);
        }
        return here;
    }

    /** One message more refers to a body. */
    void refer(long body) {
        long now = references(body) + 1;
        references.put(body, now);
        put(tables.meta, Keys.references(body), Records.count(now));
    }

    /** One message less refers to a body; after the last one it is garbage, which is swept later. */
    void release(long body, long bodyOctets, long time) {
        long now = references(body) - 1;
        references.put(body, now);
        if (now > 1) {
            put(tables.meta, Keys.references(body), Records.count(now));
        } else if (now == 1) {
            delete(tables.meta, Keys.references(body));
        } else {
            put(tables.meta, Keys.garbage(body), new Records.Garbage(time, bodyOctets).encode());
        }
    }

    /** Puts the records of mailboxes and folders; nothing can be staged after. */
    void finish() {
        for (Map.Entry<PageKey, Page> entry : pages.entrySet()) {
            PageKey page = entry.getKey();
            byte[] key = Keys.page(page.mailbox.number(), page.folder.id, page.page);
            if (entry.getValue().isEmpty()) {
                delete(tables.messages, key);
            } else {
                put(tables.messages, key, entry.getValue().encoded());
            }
        }
        for (MailboxEntry mailbox : mailboxes) {
            if (mailbox.workingGone) {
                delete(tables.mailboxes, Keys.mailbox(mailbox.id));
            } else {
                put(tables.mailboxes, Keys.mailbox(mailbox.id), mailbox.working.encode());
            }
        }
        for (Map.Entry<FolderEntry, Dirty> entry : folders.entrySet()) {
            byte[] key = Keys.folder(entry.getValue().mailbox.number(), entry.getKey().id);
            if (entry.getValue().deleted) {
                delete(tables.folders, key);
            } else {
                put(tables.folders, key, entry.getKey().working.encode());
            }
        }
    }

    /** Lets readers see everything; the batch must be durable. */
    Set<FolderChange> publish() {
        folders.forEach((folder, dirty) -> folder.publish(dirty.deltas));
        mailboxes.forEach(MailboxEntry::publish);
        return changes;
    }

    /** Takes back what the batch has changed in memory: nothing of it is in the database. */
    void rollback() {
        folders.keySet().forEach(FolderEntry::rollback);
        mailboxes.forEach(MailboxEntry::rollback);
    }
}
