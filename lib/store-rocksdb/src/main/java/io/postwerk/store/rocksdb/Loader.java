package io.postwerk.store.rocksdb;

import io.postwerk.store.FolderId;
import io.postwerk.store.FolderName;
import io.postwerk.store.MailboxId;
import io.postwerk.store.engine.FolderIndex;
import io.postwerk.store.engine.Removals;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.rocksdb.RocksDBException;

/** Reads mailboxes and folders into memory. */
final class Loader {
    private final Disk disk;

    Loader(Disk disk) {
        this.disk = disk;
    }

    /** A mailbox with its folders and subscriptions; empty if it has never been used. */
    Optional<MailboxEntry> mailbox(MailboxId id) {
        return disk.call(database -> {
            byte[] found = database.db.get(database.mailboxes, Keys.mailbox(id));
            return found == null ? Optional.empty() : Optional.of(mailbox(database, id, MailboxRecord.decode(found)));
        });
    }

    private static MailboxEntry mailbox(Database database, MailboxId id, MailboxRecord record) throws RocksDBException {
        SortedMap<FolderName, FolderEntry> folders = new TreeMap<>();
        Scan.prefix(database.db, database.folders, Keys.ofMailbox(record.number(), Keys.FOLDER), (key, value) -> {
            FolderRecord folder = FolderRecord.decode(value);
            FolderId folderId = new FolderId(Integer.toUnsignedLong(Keys.intAt(key, 5)));
            folders.put(folder.name(), new FolderEntry(folderId, folder));
            return true;
        });
        TreeSet<FolderName> subscriptions = new TreeSet<>();
        byte[] prefix = Keys.ofMailbox(record.number(), Keys.SUBSCRIPTION);
        Scan.prefix(database.db, database.folders, prefix, (key, value) -> subscriptions.add(Keys.subscribed(key)));
        MailboxEntry.Tree tree = MailboxEntry.Tree.EMPTY
                .with(folders)
                .withSubscriptions(Collections.unmodifiableSortedSet(subscriptions));
        return new MailboxEntry(id, record, tree);
    }

    /** The messages of a folder, and those that are gone, as they are in the database now. */
    FolderEntry.Messages messages(int mailbox, FolderEntry folder) {
        return disk.call(database -> {
            FolderIndex index = new FolderIndex();
            Scan.prefix(database.db, database.messages, Keys.pages(mailbox, folder.id), (key, value) -> {
                Page.read(Keys.pageNumber(key), value, index::add);
                return true;
            });
            Removals removals = new Removals(folder.published().forgottenUpTo());
            Scan.prefix(database.db, database.folders, Keys.removals(mailbox, folder.id), (key, value) -> {
                removals.add(ByteBuffer.wrap(key).getLong(9), Records.uids(value));
                return true;
            });
            return new FolderEntry.Messages(index, removals);
        });
    }
}
