package io.postwerk.store.rocksdb;

import io.postwerk.rocksdb.Database;
import io.postwerk.rocksdb.Writes;
import io.postwerk.store.Folder.FolderId;
import io.postwerk.store.QuotaLimits.MailboxUsage;
import io.postwerk.store.UidSet;
import io.postwerk.store.engine.MessageRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a store usable after acknowledged changes were lost. Clients may have seen UIDs and mod-sequences that are to be given
 * out again, and which folders that concerns is not known. So every folder gets a new UIDVALIDITY (RFC 3501 section 2.3.1.1:
 * if UIDs of an earlier session do not persist, it must be greater), and its record is worked out from its messages,
 * since one of them may be there without the other. May be cut short and begun again.
 */
final class AfterLoss {
    private static final System.Logger LOG = System.getLogger(AfterLoss.class.getName());
    private static final int BATCH_OCTETS = 1 << 20;

    private final Tables tables;
    private final Database database;
    private final long leastUidValidity;
    private int mailboxes;
    private long folders;
    private int lastMailbox;

    private AfterLoss(Tables tables, Instant now) {
        this.tables = tables;
        this.database = tables.database;
        // UIDVALIDITYs that were lost may be ahead of the clock by as many as folders were made in a second.
        long lost = Math.clamp(database.loss().records(), 1 << 16, 1 << 20);
        this.leastUidValidity = Math.min(now.getEpochSecond(), UidSet.MAX_UID) + lost;
    }

    /** Does it, if need be, and durably. */
    static void repair(Tables tables, Instant now) {
        if (tables.database.isLossUnsettled()) {
            AfterLoss repair = new AfterLoss(tables, now);
            repair.run();
            tables.database.settleLoss();
            LOG.log(
                    System.Logger.Level.ERROR,
                    "the mail store: {0}; all {1} folders of {2} mailboxes have a new UIDVALIDITY, so clients read them again",
                    tables.database.loss().describe(),
                    Long.toString(repair.folders),
                    Integer.toString(repair.mailboxes));
        }
    }

    private void run() {
        try (Writes writes = new Writes(BATCH_OCTETS)) {
            database.scanAll(tables.mailboxes, new byte[0], (key, value) -> {
                renew(writes, key, MailboxRecord.decode(value));
                if (writes.octets() > BATCH_OCTETS) {
                    database.write(writes, true);
                    writes.clear();
                }
                return true;
            });
            FolderIntents.afterLoss(tables, writes, lastMailbox, leastUidValidity);
            database.write(writes, true);
        }
    }

    private void renew(Writes writes, byte[] key, MailboxRecord mailbox) {
        mailboxes++;
        lastMailbox = Math.max(lastMailbox, mailbox.number());
        long[] uidValidity = {Math.max(mailbox.lastUidValidity(), leastUidValidity)};
        long[] lastFolder = {mailbox.lastFolder()};
        MailboxUsage[] usage = {MailboxUsage.NONE};
        database.scan(tables.folders, Keys.ofMailbox(mailbox.number(), Keys.FOLDER), (folderKey, value) -> {
            FolderId id = new FolderId(Integer.toUnsignedLong(Keys.intAt(folderKey, 5)));
            FolderRecord record = FolderRecord.decode(value).recounted(rows(mailbox.number(), id), ++uidValidity[0]);
            writes.put(tables.folders, folderKey, record.encode());
            usage[0] = usage[0].plus(record.octets(), record.messages());
            lastFolder[0] = Math.max(lastFolder[0], id.value());
            folders++;
            return true;
        });
        writes.put(
                tables.mailboxes,
                key,
                new MailboxRecord(mailbox.number(), lastFolder[0], uidValidity[0], usage[0]).encode());
    }

    private List<MessageRow> rows(int mailbox, FolderId folder) {
        List<MessageRow> rows = new ArrayList<>();
        database.scan(tables.messages, Keys.pages(mailbox, folder), (key, value) -> {
            Page.read(Keys.pageNumber(key), value, rows::add);
            return true;
        });
        return rows;
    }
}
