package io.postwerk.smtpserver.queue;

import io.postwerk.mail.MailId;
import io.postwerk.mail.MessageSource;
import io.postwerk.smtpserver.queue.QueueRecords.CorruptRecordException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The queue on disk. Each change is one write batch of a {@link GroupCommitter}; a large body goes ahead of its change in
 * chunks, unsynced, and exists only by the envelope that follows it in the same log; a marker lets the next start sweep
 * chunks whose envelope never came. Survives kill -9 and loss of power with everything that was acknowledged.
 */
public final class RocksMailQueue implements MailQueue {
    /** Octets of one chunk of a body. */
    static final int CHUNK_OCTETS = 256 * 1024;

    /** Bodies up to here travel inside their change. */
    private static final int INLINE_OCTETS = 1 << 20;

    /** First octet of the keys of {@link #marker}; no key of {@link RocksDatabase} begins with it. */
    private static final byte STAGED = 's';

    private static final long MAX_WAITING_OCTETS = 16L << 20;

    /** One put or delete. */
    private record Edit(ColumnFamilyHandle family, byte[] key, Optional<byte[]> value) {
        int octets() {
            return key.length + value.map(v -> v.length).orElse(0) + 32;
        }
    }

    private final RocksDatabase database;
    private final DiskThreads disk = new DiskThreads("queue-disk");
    private final GroupCommitter<List<Edit>> committer;
    private final WriteOptions synced = new WriteOptions().setSync(true);
    private final WriteOptions written = new WriteOptions();
    private final CorruptRecords corrupt;
    /** Native calls hold it for reading, close for writing: a call after close would crash the process. */
    private final ReentrantReadWriteLock open = new ReentrantReadWriteLock();

    private boolean closed;
    private volatile Optional<String> broken = Optional.empty();

    /** Hears of records that cannot be read. They are left where they are, and skipped. */
    public interface CorruptRecords {
        void found(MailId id, String problem);
    }

    private RocksMailQueue(RocksDatabase database, CommitObserver observer, CorruptRecords corrupt) {
        this.database = database;
        this.corrupt = corrupt;
        this.committer = new GroupCommitter<>("queue-commit", this::write, observer, MAX_WAITING_OCTETS);
    }

    /**
     * Opens or creates the queue in a directory, which belongs to this process until {@link #close}.
     *
     * @throws QueueException in use by another process, an unknown format, or unreadable; the message says which
     */
    public static RocksMailQueue open(Path directory, CommitObserver observer, CorruptRecords corrupt)
            throws QueueException {
        RocksMailQueue queue = new RocksMailQueue(RocksDatabase.open(directory), observer, corrupt);
        try {
            queue.sweep();
            return queue;
        } catch (QueueException | RuntimeException e) {
            queue.close();
            throw e;
        }
    }

    @Override
    public CompletableFuture<Void> submit(QueueChange change) throws QueueException {
        List<Edit> edits = new ArrayList<>();
        for (QueueChange.Step step : change.steps()) {
            switch (step) {
                case QueueChange.Add(QueuedMail mail, MessageSource body) -> add(mail, body, edits);
                case QueueChange.Update(MailId mail, QueuedRecipient recipient) -> edits.add(put(mail, recipient));
                case QueueChange.Remove(MailId mail, int recipient) ->
                    edits.add(delete(database.recipients(), QueueRecords.key(mail, recipient)));
                case QueueChange.Finish(MailId mail, long octets) -> finish(mail, octets, edits);
            }
        }
        long octets = edits.stream().mapToLong(Edit::octets).sum();
        return committer.submit(edits, change.sync(), octets);
    }

    private Edit put(MailId mail, QueuedRecipient recipient) {
        return new Edit(
                database.recipients(),
                QueueRecords.key(mail, recipient.index()),
                Optional.of(QueueRecords.encodeRecipient(recipient)));
    }

    private static Edit delete(ColumnFamilyHandle family, byte[] key) {
        return new Edit(family, key, Optional.empty());
    }

    private void add(QueuedMail mail, MessageSource body, List<Edit> edits) throws QueueException {
        if (body.size() != mail.octets()) {
            throw new QueueException("body of " + body.size() + " octets for a mail of " + mail.octets());
        }
        if (body.size() > INLINE_OCTETS) {
            stage(mail.id(), body);
            edits.add(delete(database.meta(), marker(mail.id())));
        } else {
            for (int chunk = 0; chunk < chunks(body.size()); chunk++) {
                edits.add(chunk(mail.id(), body, chunk));
            }
        }
        mail.recipients().forEach(recipient -> edits.add(put(mail.id(), recipient)));
        edits.add(new Edit(database.envelopes(), mail.id().toBytes(), Optional.of(QueueRecords.encodeEnvelope(mail))));
    }

    /** Writes a large body, unsynced: the sync of the envelope, later in the log, covers it. */
    private void stage(MailId id, MessageSource body) throws QueueException {
        byte[] octets = ByteBuffer.allocate(8).putLong(body.size()).array();
        write(new Edit(database.meta(), marker(id), Optional.of(octets)));
        try {
            for (int chunk = 0; chunk < chunks(body.size()); chunk++) {
                write(chunk(id, body, chunk));
            }
        } catch (QueueException e) {
            List<Edit> undo = new ArrayList<>();
            unstage(id, body.size(), undo);
            committer.submit(undo, false, 0);
            throw e;
        }
    }

    private void write(Edit edit) throws QueueException {
        MailQueue.await(committer.submit(List.of(edit), false, edit.octets()));
    }

    private Edit chunk(MailId id, MessageSource body, int chunk) throws QueueException {
        return new Edit(database.bodies(), QueueRecords.key(id, chunk), Optional.of(read(body, chunk)));
    }

    private void unstage(MailId id, long octets, List<Edit> edits) {
        deleteBody(id, octets, edits);
        edits.add(delete(database.meta(), marker(id)));
    }

    /** Key of the note that chunks of this mail are written and its envelope is not. */
    private static byte[] marker(MailId id) {
        byte[] key = new byte[1 + MailId.OCTETS];
        key[0] = STAGED;
        System.arraycopy(id.toBytes(), 0, key, 1, MailId.OCTETS);
        return key;
    }

    private void finish(MailId mail, long octets, List<Edit> edits) {
        edits.add(delete(database.envelopes(), mail.toBytes()));
        deleteBody(mail, octets, edits);
    }

    private void deleteBody(MailId mail, long octets, List<Edit> edits) {
        for (int chunk = 0; chunk < chunks(octets); chunk++) {
            edits.add(delete(database.bodies(), QueueRecords.key(mail, chunk)));
        }
    }

    private static int chunks(long octets) {
        return Math.toIntExact((octets + CHUNK_OCTETS - 1) / CHUNK_OCTETS);
    }

    private static byte[] read(MessageSource body, int chunk) throws QueueException {
        long position = (long) chunk * CHUNK_OCTETS;
        ByteBuffer target = ByteBuffer.allocate((int) Math.min(CHUNK_OCTETS, body.size() - position));
        try {
            while (target.hasRemaining()) {
                if (body.read(position + target.position(), target) < 0) {
                    throw new IOException("it ended early");
                }
            }
        } catch (IOException e) {
            throw new QueueException("a body could not be read: " + e.getMessage(), e);
        }
        return target.array();
    }

    /** On the committer's thread. */
    private void write(List<List<Edit>> changes, boolean sync) throws RocksDBException {
        try (WriteBatch batch = new WriteBatch()) {
            for (List<Edit> edits : changes) {
                for (Edit edit : edits) {
                    if (edit.value().isPresent()) {
                        batch.put(edit.family(), edit.key(), edit.value().get());
                    } else {
                        batch.delete(edit.family(), edit.key());
                    }
                }
            }
            database.db().write(sync ? synced : written, batch);
        } catch (RocksDBException e) {
            if (!isFull(e)) {
                // After a sync that failed nobody knows what the disk holds; RocksDB takes no more until it is opened
                // again.
                broken = Optional.of("the queue cannot be written: " + e.getMessage());
            }
            throw e;
        }
    }

    /** A full disk passes: RocksDB goes on by itself when there is room again. */
    private static boolean isFull(RocksDBException e) {
        Status status = e.getStatus();
        return status != null && status.getSubCode() == Status.SubCode.NoSpace;
    }

    /** Why the queue takes nothing until it is opened again; empty as long as it works. */
    public Optional<String> broken() {
        return broken;
    }

    @Override
    public Optional<QueuedMail> find(MailId id) throws QueueException {
        return onDisk(() -> {
            byte[] envelope = database.db().get(database.envelopes(), id.toBytes());
            if (envelope == null) {
                return Optional.empty();
            }
            try (RocksIterator entries = database.db().newIterator(database.recipients())) {
                entries.seek(QueueRecords.key(id, 0));
                return mail(id, envelope, entries);
            }
        });
    }

    @Override
    public void forEach(Consumer<QueuedMail> consumer) throws QueueException {
        onDisk(() -> {
            try (RocksIterator envelopes = database.db().newIterator(database.envelopes());
                    RocksIterator entries = database.db().newIterator(database.recipients())) {
                for (envelopes.seekToFirst(); envelopes.isValid(); envelopes.next()) {
                    MailId id = MailId.fromBytes(envelopes.key());
                    entries.seek(QueueRecords.key(id, 0));
                    mail(id, envelopes.value(), entries).ifPresent(consumer);
                }
                envelopes.status();
            }
            return Optional.empty();
        });
    }

    /** The mail of this envelope, with the recipients that {@code entries} stands at; empty if it cannot be read. */
    private Optional<QueuedMail> mail(MailId id, byte[] envelope, RocksIterator entries) throws RocksDBException {
        List<QueuedRecipient> recipients = new ArrayList<>();
        try {
            for (; entries.isValid() && QueueRecords.idOf(entries.key()).equals(id); entries.next()) {
                recipients.add(QueueRecords.decodeRecipient(entries.key(), entries.value()));
            }
            entries.status();
            if (recipients.isEmpty()) {
                throw new CorruptRecordException("no recipients");
            }
            return Optional.of(QueueRecords.decodeMail(id, envelope, recipients));
        } catch (CorruptRecordException e) {
            corrupt.found(id, e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public MessageSource body(QueuedMail mail) {
        return new QueuedBody(
                mail.octets(),
                CHUNK_OCTETS,
                chunk -> onDisk(() -> Optional.ofNullable(
                                database.db().get(database.bodies(), QueueRecords.key(mail.id(), chunk))))
                        .orElseThrow(() -> new QueueException("mail " + mail.id() + " is not in the queue any more")));
    }

    /** Removes the chunks of large bodies whose envelope a crash prevented: they were never acknowledged. */
    private void sweep() throws QueueException {
        List<Edit> edits = new ArrayList<>();
        onDisk(() -> {
            try (RocksIterator markers = database.db().newIterator(database.meta())) {
                for (markers.seek(new byte[] {STAGED}); isMarker(markers); markers.next()) {
                    MailId id = MailId.fromBytes(Arrays.copyOfRange(markers.key(), 1, 1 + MailId.OCTETS));
                    unstage(id, ByteBuffer.wrap(markers.value()).getLong(), edits);
                }
                markers.status();
            }
            return Optional.empty();
        });
        MailQueue.await(committer.submit(edits, false, 0));
    }

    private static boolean isMarker(RocksIterator markers) {
        return markers.isValid() && markers.key()[0] == STAGED && markers.key().length == 1 + MailId.OCTETS;
    }

    /** A call into the database. */
    private interface Call<T> {
        Optional<T> call() throws RocksDBException;
    }

    private <T> Optional<T> onDisk(Call<T> call) throws QueueException {
        return disk.run(() -> {
            open.readLock().lock();
            try {
                if (closed) {
                    throw new QueueException("the queue is closed");
                }
                return call.call();
            } catch (RocksDBException e) {
                throw new QueueException("the queue could not be read: " + e.getMessage(), e);
            } finally {
                open.readLock().unlock();
            }
        });
    }

    @Override
    public void close() {
        committer.close();
        open.writeLock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            synced.close();
            written.close();
            database.close();
        } finally {
            open.writeLock().unlock();
        }
        disk.close();
    }
}
