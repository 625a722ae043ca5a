package io.postwerk.store.rocksdb;

import io.postwerk.rocksdb.Writes;
import io.postwerk.store.Folder.FolderId;
import io.postwerk.store.FolderName;
import io.postwerk.store.MailboxId;
import io.postwerk.store.MailboxStore.FolderChange;
import io.postwerk.store.QuotaLimits.MailboxUsage;
import io.postwerk.store.StoreResult.FolderResult;
import io.postwerk.store.StoreResult.LimitReached;
import io.postwerk.store.StoreResult.NoSuchFolder;
import io.postwerk.store.StoreResult.SubscriptionResult;
import io.postwerk.store.engine.Renaming;
import io.postwerk.store.engine.StoreLimits;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the committer does for mailboxes, folders and subscriptions. */
final class FolderIntents {
    private static final byte[] LAST_MAILBOX = "mailbox".getBytes(StandardCharsets.US_ASCII);

    /** The highest folder id and UIDVALIDITY of removed mailboxes: those that come after begin behind them. */
    private static final byte[] USED_UP = "used-up".getBytes(StandardCharsets.US_ASCII);

    private final Tables tables;
    private final InstantSource clock;
    private final MessageIntents messages;
    /** The last number that was given out. If a batch is rolled back its number is not used again. */
    private int lastMailbox;

    private MailboxRecord usedUp;

    FolderIntents(Tables tables, InstantSource clock, MessageIntents messages) {
        this.tables = tables;
        this.clock = clock;
        this.messages = messages;
        this.lastMailbox = tables.database
                .get(tables.meta, LAST_MAILBOX)
                .map(last -> (int) Records.count(last))
                .orElse(0);
        this.usedUp = usedUp(tables);
    }

    /** Numbers and UIDVALIDITYs up to these are not given out to mailboxes that are made from now on. */
    static void afterLoss(Tables tables, Writes writes, int number, long uidValidity) {
        long last = tables.database
                .get(tables.meta, LAST_MAILBOX)
                .map(Records::count)
                .orElse(0L);
        writes.put(tables.meta, LAST_MAILBOX, Records.count(Math.max(last, number)));
        MailboxRecord before = usedUp(tables);
        MailboxRecord after = new MailboxRecord(
                0, before.lastFolder(), Math.max(before.lastUidValidity(), uidValidity), MailboxUsage.NONE);
        writes.put(tables.meta, USED_UP, after.encode());
    }

    private static MailboxRecord usedUp(Tables tables) {
        return tables.database
                .get(tables.meta, USED_UP)
                .map(MailboxRecord::decode)
                .orElse(new MailboxRecord(0, 0, 0, MailboxUsage.NONE));
    }

    /** A mailbox that does not exist yet. */
    MailboxEntry createMailbox(Batch batch, MailboxId id) {
        int number = lastMailbox + 1;
        batch.put(tables.meta, LAST_MAILBOX, Records.count(number));
        lastMailbox = number;
        MailboxRecord record =
                new MailboxRecord(number, usedUp.lastFolder(), usedUp.lastUidValidity(), MailboxUsage.NONE);
        MailboxEntry mailbox = new MailboxEntry(id, record, MailboxEntry.Tree.EMPTY);
        make(batch, mailbox, FolderName.INBOX);
        return mailbox;
    }

    /** Makes a mailbox unknown, and leaves a mark for the {@link Purger}. */
    void removeMailbox(Batch batch, MailboxEntry mailbox) {
        usedUp = new MailboxRecord(
                0,
                Math.max(usedUp.lastFolder(), mailbox.working.lastFolder()),
                Math.max(usedUp.lastUidValidity(), mailbox.working.lastUidValidity()),
                MailboxUsage.NONE);
        batch.put(tables.meta, USED_UP, usedUp.encode());
        batch.put(tables.meta, Keys.purge(mailbox.number()), Keys.mailbox(mailbox.id));
        batch.remove(mailbox);
    }

    private FolderEntry make(Batch batch, MailboxEntry mailbox, FolderName name) {
        batch.touch(mailbox);
        mailbox.working = mailbox.working.withFolder(clock.instant());
        FolderEntry folder = new FolderEntry(
                new FolderId(mailbox.working.lastFolder()),
                FolderRecord.empty(name, mailbox.working.lastUidValidity()));
        mailbox.workingTree = mailbox.workingTree.withFolder(name, folder);
        batch.touch(mailbox, folder);
        batch.announce(mailbox, folder, FolderChange.Kind.FOLDER);
        return folder;
    }

    Optional<FolderResult> create(Batch batch, MailboxEntry mailbox, FolderName name) {
        SortedMap<FolderName, FolderEntry> folders = mailbox.workingTree.byName();
        if (folders.containsKey(name)) {
            return Optional.of(new FolderResult.AlreadyExists(name));
        }
        List<FolderName> missing = Renaming.missingParents(folders.keySet(), name);
        if (folders.size() + missing.size() + 1 > StoreLimits.FOLDERS) {
            return Optional.of(new LimitReached(LimitReached.Limit.FOLDERS));
        }
        missing.forEach(n -> make(batch, mailbox, n));
        return Optional.of(done(make(batch, mailbox, name)));
    }

    Optional<FolderResult> delete(Batch batch, MailboxEntry mailbox, FolderName name) {
        if (name.isInbox()) {
            return Optional.of(new FolderResult.NotAllowed());
        }
        FolderEntry folder = mailbox.workingTree.byName().get(name);
        if (folder == null) {
            return Optional.of(new NoSuchFolder(false));
        }
        // There may be many messages: the sweeper deletes them later.
        batch.put(tables.meta, Keys.trash(mailbox.number(), folder.id), new byte[0]);
        batch.deleteFolder(mailbox, folder);
        mailbox.workingTree = mailbox.workingTree.withoutFolder(name);
        mailbox.working = mailbox.working.withUsage(
                mailbox.working.usage().plus(-folder.working.octets(), -folder.working.messages()));
        batch.announce(mailbox, folder, FolderChange.Kind.DELETED);
        return Optional.of(done(folder));
    }

    Optional<FolderResult> rename(Batch batch, MailboxEntry mailbox, FolderName from, FolderName to) {
        if (from.isInbox()) {
            return renameInbox(batch, mailbox, to);
        }
        return switch (Renaming.plan(mailbox.workingTree.byName().keySet(), from, to)) {
            case Renaming.Refused refused -> Optional.of(refused.result());
            case Renaming.Plan plan -> Optional.of(rename(batch, mailbox, plan));
        };
    }

    private FolderResult rename(Batch batch, MailboxEntry mailbox, Renaming.Plan plan) {
        if (mailbox.workingTree.byName().size() + plan.missingParents().size() > StoreLimits.FOLDERS) {
            return new LimitReached(LimitReached.Limit.FOLDERS);
        }
        TreeMap<FolderName, FolderEntry> folders = new TreeMap<>(mailbox.workingTree.byName());
        List<FolderEntry> renamed =
                plan.names().keySet().stream().map(folders::remove).toList();
        batch.touch(mailbox);
        mailbox.workingTree = mailbox.workingTree.with(folders);
        plan.missingParents().forEach(n -> make(batch, mailbox, n));
        folders = new TreeMap<>(mailbox.workingTree.byName());
        for (FolderEntry folder : renamed) {
            batch.touch(mailbox, folder);
            folder.working =
                    folder.working.named(Objects.requireNonNull(plan.names().get(folder.working.name())));
            folders.put(folder.working.name(), folder);
            batch.announce(mailbox, folder, FolderChange.Kind.FOLDER);
        }
        mailbox.workingTree = mailbox.workingTree.with(folders);
        return done(renamed.getFirst());
    }

    // RFC 3501 6.3.5
    private Optional<FolderResult> renameInbox(Batch batch, MailboxEntry mailbox, FolderName to) {
        FolderEntry inbox = Objects.requireNonNull(mailbox.workingTree.byName().get(FolderName.INBOX));
        if (batch.hasChangedRows(inbox)) {
            return Optional.empty();
        }
        Optional<FolderResult> created = create(batch, mailbox, to);
        if (!(created.orElseThrow() instanceof FolderResult.Done)) {
            return created;
        }
        FolderEntry target = Objects.requireNonNull(mailbox.workingTree.byName().get(to));
        messages.moveAll(batch, mailbox, inbox, target);
        return Optional.of(done(target));
    }

    private static FolderResult done(FolderEntry folder) {
        return new FolderResult.Done(folder.working.describe(folder.id));
    }

    Optional<SubscriptionResult> subscribe(Batch batch, MailboxEntry mailbox, FolderName name) {
        TreeSet<FolderName> names = new TreeSet<>(mailbox.workingTree.subscriptions());
        if (!names.add(name)) {
            return Optional.of(new SubscriptionResult.Done(false));
        }
        if (names.size() > StoreLimits.SUBSCRIPTIONS) {
            return Optional.of(new LimitReached(LimitReached.Limit.SUBSCRIPTIONS));
        }
        batch.put(tables.folders, Keys.subscription(mailbox.number(), name), new byte[0]);
        batch.touch(mailbox);
        mailbox.workingTree = mailbox.workingTree.withSubscriptions(names);
        return Optional.of(new SubscriptionResult.Done(true));
    }

    Optional<SubscriptionResult> unsubscribe(Batch batch, MailboxEntry mailbox, FolderName name) {
        TreeSet<FolderName> names = new TreeSet<>(mailbox.workingTree.subscriptions());
        if (!names.remove(name)) {
            return Optional.of(new SubscriptionResult.Done(false));
        }
        batch.delete(tables.folders, Keys.subscription(mailbox.number(), name));
        batch.touch(mailbox);
        mailbox.workingTree = mailbox.workingTree.withSubscriptions(names);
        return Optional.of(new SubscriptionResult.Done(true));
    }
}
