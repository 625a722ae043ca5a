package io.postwerk.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.zip.CRC32;

/**
 * The file {@code synced} beside the database: the sequence number up to which records were synced. RocksDB takes the end of
 * a log for what was being written at a power cut, however much of it is missing; this file tells the two apart.
 *
 * <p>It is written after each sync and not synced itself. After a power cut it may be older than the log, which hides a loss of
 * the last seconds, and never newer, which would report one that is none. All of it lies in one sector.
 */
final class SyncMark implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(SyncMark.class.getName());
    private static final long MAGIC = 0x5057_5359_4E43_3031L; // PWSYNC01
    private static final int OCTETS = 7 * Long.BYTES;

    private final Path file;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(OCTETS);
    private final CRC32 checksum = new CRC32();
    private boolean known;
    private long sequence;
    private Loss loss = Loss.NONE;
    private boolean unsettled;
    private boolean failed;

    private SyncMark(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Opens the mark of a database; one that is missing or broken says nothing. */
    static SyncMark open(Path directory) throws IOException {
        Path file = directory.resolve("synced");
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            SyncMark mark = new SyncMark(file, channel);
            mark.read();
            return mark;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private void read() throws IOException {
        if (channel.size() == 0) {
            return;
        }
        int octets = channel.read(buffer.clear(), 0);
        if (octets != OCTETS || buffer.getLong(0) != MAGIC || buffer.getLong(OCTETS - Long.BYTES) != checksum()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} cannot be read: whether synced changes were lost is not known this time",
                    file);
            return;
        }
        known = true;
        sequence = buffer.getLong(8);
        loss = new Loss(buffer.getLong(16), buffer.getLong(24), Instant.ofEpochMilli(buffer.getLong(32)));
        unsettled = buffer.getLong(40) != 0;
    }

    private long checksum() {
        checksum.reset();
        checksum.update(buffer.duplicate().limit(OCTETS - Long.BYTES).position(0));
        return checksum.getValue();
    }

    /** Records up to this one were read from the files; whether that is fewer than were synced. */
    synchronized boolean isMissing(long recovered) {
        return known && recovered < sequence;
    }

    /** Records are certainly missing, and nothing has been done about it yet. Durable. */
    synchronized void lost(long recovered, Instant now) {
        if (!unsettled) {
            loss = new Loss(loss.times() + 1, isMissing(recovered) ? sequence - recovered : 0, now);
            unsettled = true;
        }
        write(true);
    }

    synchronized boolean isUnsettled() {
        return unsettled;
    }

    synchronized Loss loss() {
        return loss;
    }

    /** What was lost is dealt with, or nothing was: what is there now counts. */
    synchronized void settle(long recovered) {
        unsettled = false;
        known = true;
        sequence = recovered;
        write(true);
    }

    /** Records up to this one are synced. */
    synchronized void synced(long upTo) {
        if (unsettled || upTo <= sequence) {
            return;
        }
        sequence = upTo;
        write(false);
    }

    private void write(boolean force) {
        buffer.clear()
                .putLong(MAGIC)
                .putLong(sequence)
                .putLong(loss.times())
                .putLong(loss.records())
                .putLong(loss.last().toEpochMilli())
                .putLong(unsettled ? 1 : 0);
        buffer.putLong(checksum());
        try {
            channel.write(buffer.flip(), 0);
            if (force) {
                channel.force(true);
            }
        } catch (IOException e) {
            // An older mark hides a loss, and is no reason to refuse changes.
            if (!failed) {
                LOG.log(System.Logger.Level.WARNING, file + " cannot be written", e);
            }
            failed = true;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
