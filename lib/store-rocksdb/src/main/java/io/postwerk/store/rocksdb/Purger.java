package io.postwerk.store.rocksdb;

import io.postwerk.rocksdb.Committer;
import io.postwerk.rocksdb.Database;
import io.postwerk.rocksdb.DiskThreads;
import io.postwerk.store.MailboxId;
import io.postwerk.store.StoreException;
import io.postwerk.store.StoreResult.PurgeResult;
import io.postwerk.store.StoreResult.StoreFailed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Removes whole mailboxes. The first batch makes a mailbox unknown and writes a marker. Then its messages are deleted page by
 * page, in small batches, each followed by a pause as long as it took. The last batch deletes folders, subscriptions,
 * removals and deliveries as ranges, and the marker. As long as there is a marker, the next caller continues the removal, or
 * the sweeper after a start.
 *
 * <p>Contents are deleted one by one, since those of all mailboxes are stored in the order of arrival. A copy stays in its
 * mailbox, so no other mailbox refers to them and no references are counted. They have no grace period, since no session
 * can read them any more. RocksDB's compaction frees their space on disk.
 */
final class Purger {
    /** Deletions in one batch, about: they take the committer some milliseconds. */
    private static final int DELETIONS_AT_ONCE = 1_000;

    /** A message of more chunks than this is deleted as a range. */
    static final int CHUNKS_OF_A_RANGE = 64;

    private final DiskThreads<StoreException> disk;
    private final Tables tables;
    private final Committer<Batch> committer;
    private final Mailboxes mailboxes;
    private final ReentrantLock working = new ReentrantLock();
    private volatile boolean closed;

    Purger(DiskThreads<StoreException> disk, Tables tables, Committer<Batch> committer, Mailboxes mailboxes) {
        this.disk = disk;
        this.tables = tables;
        this.committer = committer;
        this.mailboxes = mailboxes;
    }

    /** Removes the mailbox of that id, and what is left of earlier ones. */
    PurgeResult purge(MailboxId id) {
        try {
            boolean removed = mailboxes.remove(id);
            boolean finished = finish(mark -> mark.mailbox.equals(id.value()));
            return new PurgeResult.Purged(removed || finished);
        } catch (StoreException e) {
            return StoreFailed.of(e);
        }
    }

    /** Continues removals that were interrupted. */
    void resume() {
        finish(mark -> true);
    }

    private record Mark(int number, String mailbox) {}

    private boolean finish(Predicate<Mark> which) {
        working.lock();
        try {
            List<Mark> marks = marks().stream().filter(which).toList();
            marks.forEach(mark -> empty(mark.number));
            return !marks.isEmpty();
        } finally {
            working.unlock();
        }
    }

    private List<Mark> marks() {
        return disk.call(database -> {
            List<Mark> marks = new ArrayList<>();
            database.scan(tables.meta, new byte[] {Keys.PURGE}, (key, value) -> {
                if (key.length == 5) {
                    marks.add(new Mark(Keys.intAt(key, 1), new String(value, StandardCharsets.US_ASCII)));
                }
                return true;
            });
            return marks;
        });
    }

    /** @param counted whether there is a count of those that refer to it */
    private record Body(long number, int chunks, boolean counted) {}

    /** @param next where the next portion begins; empty if this is the last */
    private record Portion(List<byte[]> pages, List<Body> bodies, Optional<byte[]> next) {}

    private void empty(int mailbox) {
        Optional<byte[]> from = Optional.of(Keys.ofMailbox(mailbox));
        while (from.isPresent()) {
            long start = System.nanoTime();
            byte[] first = from.get();
            Portion portion = disk.call(database -> read(database, mailbox, first));
            committer
                    .submit(
                            batch -> {
                                stage(batch, mailbox, portion);
                                return Optional.of(Optional.<Committer.Failure>empty());
                            },
                            Optional::of)
                    .ifPresent(Failures::raise);
            from = portion.next;
            if (from.isPresent()) {
                LockSupport.parkNanos(this, System.nanoTime() - start);
                if (closed) {
                    throw new StoreException("the store is closed");
                }
            }
        }
    }

    private Portion read(Database database, int mailbox, byte[] from) {
        List<byte[]> pages = new ArrayList<>();
        List<Body> bodies = new ArrayList<>();
        byte[][] next = new byte[1][];
        int[] deletions = {0};
        database.scan(tables.messages, from, Database.behind(Keys.ofMailbox(mailbox)), (key, value) -> {
            if (deletions[0] >= DELETIONS_AT_ONCE) {
                next[0] = Arrays.copyOf(key, key.length);
                return false;
            }
            pages.add(Arrays.copyOf(key, key.length));
            Page.read(Keys.pageNumber(key), value, row -> {
                int chunks = Bodies.chunks(row.octets());
                bodies.add(new Body(row.body(), chunks, false));
                deletions[0] += Math.min(chunks, CHUNKS_OF_A_RANGE) + 1;
            });
            return true;
        });
        List<Body> counted = new ArrayList<>(bodies.size());
        for (Body body : bodies) {
            counted.add(new Body(
                    body.number,
                    body.chunks,
                    database.get(tables.meta, Keys.references(body.number)).isPresent()));
        }
        return new Portion(pages, counted, Optional.ofNullable(next[0]));
    }

    private void stage(Batch batch, int mailbox, Portion portion) {
        for (Body body : portion.bodies) {
            if (body.chunks > CHUNKS_OF_A_RANGE) {
                batch.deleteRange(tables.bodies, Keys.chunk(body.number, 0), Keys.chunk(body.number, body.chunks));
            } else {
                for (int chunk = 0; chunk < body.chunks; chunk++) {
                    batch.delete(tables.bodies, Keys.chunk(body.number, chunk));
                }
            }
            batch.delete(tables.summaries, Keys.body(body.number));
            if (body.counted) {
                batch.delete(tables.meta, Keys.references(body.number));
            }
        }
        for (byte[] page : portion.pages) {
            batch.delete(tables.messages, page);
        }
        if (portion.next.isEmpty()) {
            byte[] all = Keys.ofMailbox(mailbox);
            batch.deleteRange(tables.folders, all, Database.behind(all));
            batch.deleteRange(tables.deliveries, all, Database.behind(all));
            byte[] trash = Keys.trash(mailbox);
            batch.deleteRange(tables.meta, trash, Database.behind(trash));
            batch.delete(tables.meta, Keys.purge(mailbox));
        }
    }

    /** Stops after the batch under way. */
    void close() {
        closed = true;
    }
}
