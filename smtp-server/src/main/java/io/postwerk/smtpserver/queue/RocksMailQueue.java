package io.postwerk.smtpserver.queue;

import io.postwerk.mail.MailId;
import io.postwerk.mail.MessageSource;
import io.postwerk.rocksdb.ChunkedBodies;
import io.postwerk.rocksdb.ChunkedBodies.Ahead;
import io.postwerk.rocksdb.CommitLog;
import io.postwerk.rocksdb.CommitObserver;
import io.postwerk.rocksdb.Committer;
import io.postwerk.rocksdb.Cursor;
import io.postwerk.rocksdb.Database;
import io.postwerk.rocksdb.Database.Family;
import io.postwerk.rocksdb.DatabaseException;
import io.postwerk.rocksdb.DatabaseSettings;
import io.postwerk.rocksdb.DatabaseSettings.FamilySettings;
import io.postwerk.rocksdb.DiskReserve;
import io.postwerk.rocksdb.DiskThreads;
import io.postwerk.rocksdb.Loss;
import io.postwerk.rocksdb.Writes;
import io.postwerk.smtpserver.queue.QueueRecords.CorruptRecordException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The queue on disk. Each change is part of one batch of a {@link Committer}; a large body is written ahead of its change
 * and exists only by the envelope that follows it in the same log; a marker lets the next start delete chunks whose
 * envelope never came. Survives kill -9 and loss of power with everything that was acknowledged. While the disk is full it
 * refuses changes; after a write has failed for another reason it takes none until it is opened again.
 */
public final class RocksMailQueue implements MailQueue {
    /** Bodies up to here travel inside their change. */
    private static final int INLINE_OCTETS = 1 << 20;

    /** First octet of the keys of {@link #marker}; no other key of the default family begins with it. */
    private static final byte STAGED = 's';

    private static final long MAX_WAITING_OCTETS = 16L << 20;
    private static final int DISK_THREADS = 4;
    private static final int RESERVED_OCTETS = 1 << 20;

    /** A put or a delete. */
    private record Edit(Family family, byte[] key, Optional<byte[]> value) {
        int octets() {
            return key.length + value.map(v -> v.length).orElse(0) + 32;
        }
    }

    private final Database database;
    private final Family envelopes;
    private final Family recipients;
    private final Family bodies;
    private final DiskThreads<QueueException> disk;
    private final ChunkedBodies<QueueException> chunks;
    private final Batches batches;
    private final Committer<Batch> committer;
    private final CorruptRecords corrupt;

    /** Hears of records that cannot be read. They are left where they are, and skipped. */
    public interface CorruptRecords {
        void found(MailId id, String problem);
    }

    private RocksMailQueue(Database database, CommitObserver observer, CorruptRecords corrupt) {
        this.database = database;
        this.envelopes = database.family("envelopes");
        this.recipients = database.family("recipients");
        this.bodies = database.family("bodies");
        this.disk = new DiskThreads<>(
                "queue",
                database,
                DISK_THREADS,
                e -> new QueueException(String.valueOf(e.getMessage()), e, e.isFull()));
        this.chunks = new ChunkedBodies<>(disk, bodies);
        this.corrupt = corrupt;
        this.batches = new Batches(database);
        this.committer = new Committer<>("queue", batches, observer, MAX_WAITING_OCTETS);
    }

    static DatabaseSettings settings(Path directory) {
        return settings(directory, Optional.empty());
    }

    private static DatabaseSettings settings(Path directory, Optional<DiskReserve.Settings> reserve) {
        return new DatabaseSettings(
                "queue directory",
                "queue.directory",
                directory,
                Optional.empty(),
                new DatabaseSettings.Format(1, true),
                List.of(
                        FamilySettings.small("envelopes"),
                        FamilySettings.small("recipients"),
                        // Bodies are deleted about in the order in which they came, and files of which nothing is left
                        // go by themselves. With a larger share each compaction would copy most of the queue.
                        new FamilySettings("bodies", Optional.of(new DatabaseSettings.Blobs(1024, 0.25, 1.0)))),
                false,
                new DatabaseSettings.Memory(64L << 20, 24L << 20, 16L << 20, 96L << 20, 128),
                reserve);
    }

    /**
     * Opens or creates the queue in a directory, which belongs to this process until {@link #close}.
     *
     * @throws QueueException in use by another process, an unknown format, or unreadable; the message says which
     */
    public static RocksMailQueue open(Path directory, CommitObserver observer, CorruptRecords corrupt)
            throws QueueException {
        return open(directory, Optional.empty(), observer, corrupt);
    }

    /**
     * The same, with room that new mail may not take.
     *
     * @param reserve empty if nobody looks how much room there is
     */
    public static RocksMailQueue open(
            Path directory, Optional<DiskReserve.Settings> reserve, CommitObserver observer, CorruptRecords corrupt)
            throws QueueException {
        Database database;
        try {
            database = Database.open(settings(directory, reserve));
        } catch (DatabaseException e) {
            throw new QueueException(String.valueOf(e.getMessage()), e);
        }
        // Nobody outside knows anything by its place in the queue: there is nothing to set right.
        if (database.isLossUnsettled()) {
            database.settleLoss();
        }
        RocksMailQueue queue = new RocksMailQueue(database, observer, corrupt);
        try {
            queue.sweep();
            return queue;
        } catch (QueueException | RuntimeException e) {
            queue.close();
            throw e;
        }
    }

    /** What is written as one. */
    private static final class Batch {
        private final Writes writes = new Writes(RESERVED_OCTETS);
        private boolean sync;
    }

    /** Writes batches. Used by the committer's thread alone. */
    private static final class Batches implements CommitLog<Batch> {
        private final Database database;
        private final Batch batch = new Batch();

        Batches(Database database) {
            this.database = database;
        }

        @Override
        public Batch begin() {
            batch.writes.clear();
            batch.sync = false;
            return batch;
        }

        @Override
        public long octets(Batch current) {
            return current.writes.octets();
        }

        @Override
        public Written commit(Batch current) {
            if (current.writes.isEmpty()) {
                return Written.NOTHING;
            }
            database.write(current.writes, current.sync);
            return current.sync ? Written.SYNCED : Written.WRITTEN;
        }

        @Override
        public void publish(Batch current) {
            // Readers look into the database.
        }

        @Override
        public void rollback(Batch current) {
            // The next one begins empty.
        }

        @Override
        public void probe() {
            database.probe();
        }

        void close() {
            batch.writes.close();
        }
    }

    @Override
    public void commit(QueueChange change) throws QueueException {
        List<Edit> edits = new ArrayList<>();
        List<Ahead> ahead = new ArrayList<>(1);
        boolean settled = false;
        try {
            for (QueueChange.Step step : change.steps()) {
                switch (step) {
                    case QueueChange.Add(QueuedMail mail, MessageSource body) -> add(mail, body, edits, ahead);
                    case QueueChange.Update(MailId mail, QueuedRecipient recipient) -> edits.add(put(mail, recipient));
                    case QueueChange.Remove(MailId mail, int recipient) ->
                        edits.add(delete(recipients, QueueRecords.key(mail, recipient)));
                    case QueueChange.Finish(MailId mail, long octets) -> finish(mail, octets, edits);
                }
            }
            Optional<Committer.Failure> failure = write(edits, change.sync());
            // A change that failed for another reason may be there after a restart, and needs its bodies then.
            settled = failure.isEmpty() || !failure.get().full();
            if (failure.isPresent()) {
                throw new QueueException(
                        "the queue could not be written: " + failure.get().reason(),
                        null,
                        failure.get().full());
            }
        } finally {
            if (!settled) {
                ahead.forEach(chunks::discard);
            }
        }
    }

    private Optional<Committer.Failure> write(List<Edit> edits, boolean sync) {
        long octets = 0;
        for (Edit edit : edits) {
            octets += edit.octets();
        }
        return committer.submit(
                batch -> {
                    for (Edit edit : edits) {
                        if (edit.value().isPresent()) {
                            batch.writes.put(
                                    edit.family(), edit.key(), edit.value().get());
                        } else {
                            batch.writes.delete(edit.family(), edit.key());
                        }
                    }
                    batch.sync |= sync;
                    return Optional.of(Optional.<Committer.Failure>empty());
                },
                octets,
                Optional::of);
    }

    private Edit put(MailId mail, QueuedRecipient recipient) {
        return new Edit(
                recipients,
                QueueRecords.key(mail, recipient.index()),
                Optional.of(QueueRecords.encodeRecipient(recipient)));
    }

    private static Edit delete(Family family, byte[] key) {
        return new Edit(family, key, Optional.empty());
    }

    private void add(QueuedMail mail, MessageSource body, List<Edit> edits, List<Ahead> ahead) throws QueueException {
        if (body.size() != mail.octets()) {
            throw new QueueException("body of " + body.size() + " octets for a mail of " + mail.octets());
        }
        try {
            if (body.size() > INLINE_OCTETS) {
                Ahead written = new Ahead(mail.id().toBytes(), body.size(), marker(mail.id()));
                chunks.write(
                        written, ByteBuffer.allocate(8).putLong(body.size()).array(), body);
                ahead.add(written);
                edits.add(delete(database.meta(), marker(mail.id())));
            } else {
                for (int chunk = 0; chunk < ChunkedBodies.chunks(body.size()); chunk++) {
                    byte[] octets = ChunkedBodies.chunk(body, chunk);
                    edits.add(new Edit(bodies, QueueRecords.key(mail.id(), chunk), Optional.of(octets)));
                }
            }
        } catch (QueueException e) {
            throw e;
        } catch (IOException e) {
            throw new QueueException("a body could not be read: " + e.getMessage(), e);
        }
        database.reserve().take(body.size());
        mail.recipients().forEach(recipient -> edits.add(put(mail.id(), recipient)));
        edits.add(new Edit(envelopes, mail.id().toBytes(), Optional.of(QueueRecords.encodeEnvelope(mail))));
    }

    /** Key of the note that chunks of this mail are written and its envelope is not. */
    private static byte[] marker(MailId id) {
        byte[] key = new byte[1 + MailId.OCTETS];
        key[0] = STAGED;
        System.arraycopy(id.toBytes(), 0, key, 1, MailId.OCTETS);
        return key;
    }

    private void finish(MailId mail, long octets, List<Edit> edits) {
        edits.add(delete(envelopes, mail.toBytes()));
        for (int chunk = 0; chunk < ChunkedBodies.chunks(octets); chunk++) {
            edits.add(delete(bodies, QueueRecords.key(mail, chunk)));
        }
    }

    /** Why the queue takes nothing until it is opened again; empty as long as it works, or the disk is full. */
    public Optional<String> broken() {
        return committer.failure().map(Committer.Failure::reason);
    }

    @Override
    public boolean hasRoomFor(long octets) {
        return database.reserve().hasRoomFor(octets);
    }

    /** How much room there is on the disk. */
    public DiskReserve.State room() {
        return database.reserve().state();
    }

    /** What was lost of the queue since it exists, although it was acknowledged. */
    public Loss loss() {
        return database.loss();
    }

    @Override
    public boolean isFull() {
        return committer.isFull();
    }

    @Override
    public Optional<QueuedMail> find(MailId id) throws QueueException {
        return disk.call(db -> {
            Optional<byte[]> envelope = db.get(envelopes, id.toBytes());
            if (envelope.isEmpty()) {
                return Optional.empty();
            }
            try (Cursor entries = db.cursor(recipients)) {
                entries.seek(QueueRecords.key(id, 0));
                return mail(id, envelope.get(), entries);
            }
        });
    }

    @Override
    public void forEach(Consumer<QueuedMail> consumer) throws QueueException {
        disk.call(db -> {
            try (Cursor mails = db.cursor(envelopes);
                    Cursor entries = db.cursor(recipients)) {
                for (mails.seek(new byte[0]); mails.isValid(); mails.next()) {
                    MailId id = MailId.fromBytes(mails.key());
                    entries.seek(QueueRecords.key(id, 0));
                    mail(id, mails.value(), entries).ifPresent(consumer);
                }
            }
            return consumer;
        });
    }

    /** The mail of this envelope, with the recipients that {@code entries} stands at; empty if it cannot be read. */
    private Optional<QueuedMail> mail(MailId id, byte[] envelope, Cursor entries) {
        List<QueuedRecipient> found = new ArrayList<>();
        try {
            for (; entries.isValid() && QueueRecords.idOf(entries.key()).equals(id); entries.next()) {
                found.add(QueueRecords.decodeRecipient(entries.key(), entries.value()));
            }
            if (found.isEmpty()) {
                throw new CorruptRecordException("no recipients");
            }
            return Optional.of(QueueRecords.decodeMail(id, envelope, found));
        } catch (CorruptRecordException e) {
            corrupt.found(id, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    @Override
    public MessageSource body(QueuedMail mail) {
        return chunks.read(mail.id().toBytes(), mail.octets());
    }

    /** Deletes the chunks of large bodies whose envelope a crash prevented: they were never acknowledged. */
    private void sweep() throws QueueException {
        for (Ahead body : disk.call(this::marked)) {
            chunks.discard(body);
        }
    }

    private List<Ahead> marked(Database db) {
        List<Ahead> marked = new ArrayList<>();
        db.scan(db.meta(), new byte[] {STAGED}, (key, value) -> {
            if (key.length == 1 + MailId.OCTETS) {
                byte[] id = Arrays.copyOfRange(key, 1, key.length);
                marked.add(new Ahead(id, ByteBuffer.wrap(value).getLong(), key));
            }
            return true;
        });
        return marked;
    }

    @Override
    public void close() {
        committer.close();
        batches.close();
        disk.close();
    }
}
