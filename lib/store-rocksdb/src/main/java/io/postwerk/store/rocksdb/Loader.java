package io.postwerk.store.rocksdb;

import io.postwerk.rocksdb.Database;
import io.postwerk.rocksdb.DiskThreads;
import io.postwerk.store.Folder.FolderId;
import io.postwerk.store.FolderName;
import io.postwerk.store.MailboxId;
import io.postwerk.store.StoreException;
import io.postwerk.store.engine.ExpungeHistory;
import io.postwerk.store.engine.FolderIndex;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads mailboxes and folders into memory. */
final class Loader {
    private final DiskThreads<StoreException> disk;
    private final Tables tables;

    Loader(DiskThreads<StoreException> disk, Tables tables) {
        this.disk = disk;
        this.tables = tables;
    }

    /** A mailbox with its folders and subscriptions; empty if it has never been used. */
    Optional<MailboxEntry> mailbox(MailboxId id) {
        return disk.call(database -> database.get(tables.mailboxes, Keys.mailbox(id))
                .map(found -> mailbox(database, id, MailboxRecord.decode(found))));
    }

    private MailboxEntry mailbox(Database database, MailboxId id, MailboxRecord record) {
        SortedMap<FolderName, FolderEntry> folders = new TreeMap<>();
        database.scan(tables.folders, Keys.ofMailbox(record.number(), Keys.FOLDER), (key, value) -> {
            FolderRecord folder = FolderRecord.decode(value);
            FolderId folderId = new FolderId(Integer.toUnsignedLong(Keys.intAt(key, 5)));
            folders.put(folder.name(), new FolderEntry(folderId, folder));
            return true;
        });
        TreeSet<FolderName> subscriptions = new TreeSet<>();
        byte[] prefix = Keys.ofMailbox(record.number(), Keys.SUBSCRIPTION);
        database.scan(tables.folders, prefix, (key, value) -> subscriptions.add(Keys.subscribed(key)));
        MailboxEntry.Tree tree = MailboxEntry.Tree.EMPTY
                .with(folders)
                .withSubscriptions(Collections.unmodifiableSortedSet(subscriptions));
        return new MailboxEntry(id, record, tree);
    }

    /** The messages of a folder, and those that are gone, as they are in the database now. */
    FolderEntry.Messages messages(int mailbox, FolderEntry folder) {
        return disk.call(database -> {
            FolderIndex index = new FolderIndex();
            database.scan(tables.messages, Keys.pages(mailbox, folder.id), (key, value) -> {
                Page.read(Keys.pageNumber(key), value, index::add);
                return true;
            });
            ExpungeHistory removals = new ExpungeHistory(folder.published().forgottenUpTo());
            database.scan(tables.folders, Keys.removals(mailbox, folder.id), (key, value) -> {
                removals.add(ByteBuffer.wrap(key).getLong(9), Records.uids(value));
                return true;
            });
            return new FolderEntry.Messages(index, removals);
        });
    }
}
