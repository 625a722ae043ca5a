package io.postwerk.store.rocksdb;

import io.postwerk.store.AppendResult;
import io.postwerk.store.DeliveryId;
import io.postwerk.store.FolderChange;
import io.postwerk.store.engine.MessageRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * The changes that become durable together: records for the database, and what readers are to see afterwards. Records of
 * mailboxes and folders are written once at its end, however often they changed. Only the committer's thread uses it.
 */
final class Batch {
    private final Database database;
    private final WriteBatch writes;
    private final Set<MailboxEntry> mailboxes = new LinkedHashSet<>();
    private final Map<FolderEntry, Dirty> folders = new LinkedHashMap<>();
    private final Map<DeliveryKey, AppendResult.Duplicate> deliveries = new HashMap<>();
    private final Map<Long, Long> references = new HashMap<>();
    private final Set<FolderChange> changes = new LinkedHashSet<>();
    private long octets;

    Batch(Database database, WriteBatch writes) {
        this.database = database;
        this.writes = writes;
    }

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
        return octets;
    }

    void put(ColumnFamilyHandle family, byte[] key, byte[] value) throws RocksDBException {
        writes.put(family, key, value);
        octets += key.length + value.length + 16;
    }

    void delete(ColumnFamilyHandle family, byte[] key) throws RocksDBException {
        writes.delete(family, key);
        octets += key.length + 16;
    }

    void touch(MailboxEntry mailbox) {
        mailboxes.add(mailbox);
    }

    private Dirty dirty(MailboxEntry mailbox, FolderEntry folder) {
        mailboxes.add(mailbox);
        return folders.computeIfAbsent(folder, f -> new Dirty(mailbox));
    }

    /** The folder's record has changed, and nothing else of it that readers see. */
    void touch(MailboxEntry mailbox, FolderEntry folder) {
        dirty(mailbox, folder);
    }

    void addRow(MailboxEntry mailbox, FolderEntry folder, MessageRow row) throws RocksDBException {
        put(database.messages, Keys.message(mailbox.number(), folder.id, row.uid()), Records.message(row));
        dirty(mailbox, folder).deltas.add(m -> m.index().add(row));
    }

    /** Takes what a change of existing rows does in memory; their records are put by the caller. */
    void changeRows(MailboxEntry mailbox, FolderEntry folder, FolderEntry.Delta delta) {
        Dirty dirty = dirty(mailbox, folder);
        dirty.deltas.add(delta);
        dirty.rowsChanged = true;
    }

    /** Whether the rows in memory are no longer those that the batch leaves behind (new rows apart). */
    boolean hasChangedRows(FolderEntry folder) {
        Dirty dirty = folders.get(folder);
        return dirty != null && dirty.rowsChanged;
    }

    void deleteFolder(MailboxEntry mailbox, FolderEntry folder) {
        dirty(mailbox, folder).deleted = true;
    }

    void announce(MailboxEntry mailbox, FolderEntry folder, FolderChange.Kind kind) {
        changes.add(new FolderChange(mailbox.id, folder.id, kind));
    }

    /** What became of this delivery, if it has come before. */
    Optional<AppendResult.Duplicate> delivered(MailboxEntry mailbox, DeliveryId delivery) throws RocksDBException {
        AppendResult.Duplicate here = deliveries.get(new DeliveryKey(mailbox.number(), delivery));
        if (here != null) {
            return Optional.of(here);
        }
        byte[] before = database.db.get(database.deliveries, Keys.delivery(mailbox.number(), delivery));
        return Optional.ofNullable(before).map(b -> Records.Delivery.decode(b).replay());
    }

    void deliver(MailboxEntry mailbox, DeliveryId delivery, long time, AppendResult.Duplicate replay)
            throws RocksDBException {
        deliveries.put(new DeliveryKey(mailbox.number(), delivery), replay);
        put(
                database.deliveries,
                Keys.delivery(mailbox.number(), delivery),
                new Records.Delivery(time, replay).encode());
    }

    /** How many messages refer to a body. */
    long references(long body) throws RocksDBException {
        Long here = references.get(body);
        if (here == null) {
            byte[] stored = database.db.get(database.meta, Keys.references(body));
            here = stored == null ? 1 : Records.count(stored);
            references.put(body, here);
        }
        return here;
    }

    /** One message more refers to a body. */
    void refer(long body) throws RocksDBException {
        long now = references(body) + 1;
        references.put(body, now);
        put(database.meta, Keys.references(body), Records.count(now));
    }

    /** One message less refers to a body; after the last one it is garbage, which is swept later. */
    void release(long body, long bodyOctets, long time) throws RocksDBException {
        long now = references(body) - 1;
        references.put(body, now);
        if (now > 1) {
            put(database.meta, Keys.references(body), Records.count(now));
        } else if (now == 1) {
            delete(database.meta, Keys.references(body));
        } else {
            put(database.meta, Keys.garbage(body), new Records.Garbage(time, bodyOctets).encode());
        }
    }

    /** Puts the records of mailboxes and folders; nothing can be staged after. */
    WriteBatch finish() throws RocksDBException {
        for (MailboxEntry mailbox : mailboxes) {
            put(database.mailboxes, Keys.mailbox(mailbox.id), mailbox.working.encode());
        }
        for (Map.Entry<FolderEntry, Dirty> entry : folders.entrySet()) {
            byte[] key = Keys.folder(entry.getValue().mailbox.number(), entry.getKey().id);
            if (entry.getValue().deleted) {
                delete(database.folders, key);
            } else {
                put(database.folders, key, entry.getKey().working.encode());
            }
        }
        return writes;
    }

    /** Lets readers see everything; the batch must be durable. */
    Set<FolderChange> publish() {
        folders.forEach((folder, dirty) -> folder.publish(dirty.deltas));
        mailboxes.forEach(MailboxEntry::publish);
        return changes;
    }
}
