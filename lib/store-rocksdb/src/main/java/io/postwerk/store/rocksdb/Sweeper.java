package io.postwerk.store.rocksdb;

import io.postwerk.rocksdb.Committer;
import io.postwerk.rocksdb.DiskThreads;
import io.postwerk.store.Folder.FolderId;
import io.postwerk.store.StoreException;
import io.postwerk.store.engine.MessageRow;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Deletes records that are no longer needed, in small batches between the changes of sessions: bodies of expunged messages
 * after a grace period, messages of deleted folders, deliveries that are too old to be tried again, and what an earlier
 * process did not finish, the removal of mailboxes included.
 */
final class Sweeper implements AutoCloseable {
    /** How long the body of an expunged message can still be read. */
    static final Duration GRACE = Duration.ofMinutes(10);

    /** The same while there is little room on the disk. */
    private static final Duration SHORT_GRACE = Duration.ofSeconds(10);

    /** How long a delivery is known: longer than any queue tries. */
    static final Duration DELIVERY_MEMORY = Duration.ofDays(35);

    private static final System.Logger LOG = System.getLogger(Sweeper.class.getName());
    /** While there is little room it sweeps after each, else after a minute. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private static final int PAUSES = 12;
    private static final Duration DELIVERIES_PAUSE = Duration.ofHours(6);
    private static final int RECORDS_AT_ONCE = 500;
    private static final int PAGES_AT_ONCE = RECORDS_AT_ONCE / Page.ROWS;

    private final DiskThreads<StoreException> disk;
    private final Tables tables;
    private final Bodies bodies;
    private final Committer<Batch> committer;
    private final Purger purger;
    private final InstantSource clock;
    private final Thread thread;
    private volatile boolean closed;

    Sweeper(
            DiskThreads<StoreException> disk,
            Tables tables,
            Bodies bodies,
            Committer<Batch> committer,
            Purger purger,
            InstantSource clock) {
        this.disk = disk;
        this.tables = tables;
        this.bodies = bodies;
        this.committer = committer;
        this.purger = purger;
        this.clock = clock;
        this.thread = Thread.ofPlatform().daemon().name("store-sweeper").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        long nextDeliveries = System.nanoTime();
        while (!closed && committer.failure().isEmpty()) {
            try {
                bodies.discardLeft();
                purger.resume();
                sweepFolders();
                sweepBodies();
                if (System.nanoTime() - nextDeliveries >= 0) {
                    sweepDeliveries();
                    nextDeliveries = System.nanoTime() + DELIVERIES_PAUSE.toNanos();
                }
            } catch (StoreException e) {
                if (!closed) {
                    LOG.log(System.Logger.Level.WARNING, "sweeping failed, and is tried again later", e);
                }
            }
            rest();
        }
    }

    private void rest() {
        for (int pauses = 0; pauses < PAUSES && !closed; pauses++) {
            LockSupport.parkNanos(this, PAUSE.toNanos());
            if (tables.database.reserve().isLow()) {
                return;
            }
        }
    }

    private record Key(byte[] key, byte[] value) {}

    /** Bodies that nobody refers to. */
    void sweepBodies() {
        long before = clock.instant()
                .minus(tables.database.reserve().isLow() ? SHORT_GRACE : GRACE)
                .getEpochSecond();
        while (!closed) {
            List<Key> found = disk.call(database -> {
                List<Key> due = new ArrayList<>();
                database.scan(tables.meta, new byte[] {Keys.GARBAGE}, (key, value) -> {
                    if (key.length == 9 && isDue(key, value, before)) {
                        due.add(new Key(key, value));
                    }
                    return due.size() < RECORDS_AT_ONCE;
                });
                return due;
            });
            if (found.isEmpty()) {
                return;
            }
            submit(batch -> {
                for (Key garbage : found) {
                    long body = Keys.longAt(garbage.key, 1);
                    int chunks =
                            Bodies.chunks(Records.Garbage.decode(garbage.value).octets());
                    for (int chunk = 0; chunk < chunks; chunk++) {
                        batch.delete(tables.bodies, Keys.chunk(body, chunk));
                    }
                    batch.delete(tables.summaries, Keys.body(body));
                    batch.delete(tables.meta, garbage.key);
                }
            });
        }
    }

    private boolean isDue(byte[] key, byte[] value, long before) {
        // What was still being written when an earlier process ended will not be finished.
        return Records.Garbage.decode(value).since() <= before || bodies.isOfBefore(Keys.longAt(key, 1));
    }

    /** Messages of deleted folders. */
    void sweepFolders() {
        while (!closed) {
            Optional<byte[]> found = disk.call(database -> {
                List<byte[]> first = new ArrayList<>();
                database.scan(tables.meta, new byte[] {Keys.TRASH}, (key, value) -> {
                    if (key.length == 9) {
                        first.add(key);
                    }
                    return first.isEmpty();
                });
                return first.stream().findFirst();
            });
            if (found.isEmpty()) {
                return;
            }
            int mailbox = Keys.intAt(found.get(), 1);
            FolderId folder = new FolderId(Integer.toUnsignedLong(Keys.intAt(found.get(), 5)));
            sweepFolder(mailbox, folder);
        }
    }

    private void sweepFolder(int mailbox, FolderId folder) {
        long now = clock.instant().getEpochSecond();
        boolean[] more = {true};
        while (more[0] && !closed) {
            List<Key> pages = disk.call(database -> {
                List<Key> some = new ArrayList<>();
                database.scan(tables.messages, Keys.pages(mailbox, folder), (key, value) -> {
                    some.add(new Key(key, value));
                    return some.size() < PAGES_AT_ONCE;
                });
                return some;
            });
            more[0] = pages.size() == PAGES_AT_ONCE;
            submit(batch -> {
                List<MessageRow> messages = new ArrayList<>();
                for (Key page : pages) {
                    Page.read(Keys.pageNumber(page.key), page.value, messages::add);
                }
                // All reads come before the first write, since a read may fail.
                for (MessageRow message : messages) {
                    batch.references(message.body());
                }
                for (MessageRow message : messages) {
                    batch.release(message.body(), message.octets(), now);
                }
                for (Key page : pages) {
                    batch.delete(tables.messages, page.key);
                }
                if (!more[0]) {
                    tables.database.scan(tables.folders, Keys.removals(mailbox, folder), (key, value) -> {
                        batch.delete(tables.folders, key);
                        return true;
                    });
                    batch.delete(tables.meta, Keys.trash(mailbox, folder));
                }
            });
        }
    }

    /** Deliveries that are too old. */
    void sweepDeliveries() {
        long before = clock.instant().minus(DELIVERY_MEMORY).getEpochSecond();
        byte[][] from = {new byte[0]};
        while (from[0] != null && !closed) {
            List<byte[]> old = disk.call(database -> {
                List<byte[]> due = new ArrayList<>();
                int[] seen = {0};
                byte[] start = from[0];
                from[0] = null;
                database.scanAll(tables.deliveries, start, (key, value) -> {
                    if (++seen[0] > 20 * RECORDS_AT_ONCE || due.size() == RECORDS_AT_ONCE) {
                        from[0] = key;
                        return false;
                    }
                    if (Records.Delivery.decode(value).time() <= before) {
                        due.add(Arrays.copyOf(key, key.length));
                    }
                    return true;
                });
                return due;
            });
            if (!old.isEmpty()) {
                submit(batch -> {
                    for (byte[] key : old) {
                        batch.delete(tables.deliveries, key);
                    }
                });
            }
        }
    }

    private void submit(Consumer<Batch> change) {
        committer
                .submit(
                        batch -> {
                            change.accept(batch);
                            return Optional.of(Optional.<Committer.Failure>empty());
                        },
                        Optional::of)
                .ifPresent(Failures::raise);
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
