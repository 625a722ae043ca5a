package io.postwerk.rocksdb;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.MutableColumnFamilyOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * Gives the room of deleted values back while there is little: what waits in memory is written to files, so that logs can
 * go, and families with blobs are compacted. RocksDB by itself does so when enough has been written, which may be never on a disk
 * that takes nothing new.
 *
 * <p>Compaction copies what is alive in the oldest blob files, and needs room for it. So while there is little, it looks at as
 * few of them as fit.
 */
final class Reclaimer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Reclaimer.class.getName());
    private static final long WORTHWHILE_OCTETS = 1 << 20;
    private static final long AGAIN_NANOS = 10_000_000_000L;

    /** Nothing was gained, and nothing has changed since. */
    private static final long MUCH_LATER_NANOS = 60_000_000_000L;

    private final RocksDB db;
    private final DiskReserve reserve;
    private final List<ColumnFamilyHandle> families;
    /** Families with blobs, and the share of blob files that they are usually collected from. */
    private final Map<ColumnFamilyHandle, Double> blobs;

    private final AtomicBoolean running = new AtomicBoolean();
    private volatile long lastNanos = System.nanoTime() - AGAIN_NANOS;
    private volatile long gained = WORTHWHILE_OCTETS;
    private volatile long sequence;
    private volatile @Nullable Thread thread;
    /** Under way. Guarded by this. */
    private @Nullable CompactRangeOptions compaction;

    private volatile boolean closed;

    Reclaimer(
            RocksDB db, DiskReserve reserve, List<ColumnFamilyHandle> families, Map<ColumnFamilyHandle, Double> blobs) {
        this.db = db;
        this.reserve = reserve;
        this.families = List.copyOf(families);
        this.blobs = Map.copyOf(blobs);
    }

    /** There is little room: begins, unless it is under way or was a moment ago. */
    void whileLow() {
        boolean useful = gained >= WORTHWHILE_OCTETS || db.getLatestSequenceNumber() != sequence;
        boolean due = System.nanoTime() - lastNanos >= (useful ? AGAIN_NANOS : MUCH_LATER_NANOS);
        if (!closed && due && running.compareAndSet(false, true)) {
            thread = Thread.ofPlatform().daemon().name("disk-reclaimer").start(this::reclaim);
        }
    }

    /** There is room again. */
    void afterLow() {
        try {
            for (Map.Entry<ColumnFamilyHandle, Double> family : blobs.entrySet()) {
                collectFrom(family.getKey(), family.getValue());
            }
        } catch (RocksDBException e) {
            LOG.log(System.Logger.Level.WARNING, "blob files are collected as if room were low", e);
        }
    }

    private void reclaim() {
        long before = reserve.state().freeOctets();
        try (FlushOptions flush = new FlushOptions().setWaitForFlush(true).setAllowWriteStall(true)) {
            long room = reserve.state().freeOctets();
            // A flush that finds no room would stop all writes.
            if (room > db.getAggregatedLongProperty("rocksdb.cur-size-active-mem-table")) {
                for (Map.Entry<ColumnFamilyHandle, Double> family : blobs.entrySet()) {
                    long size = Math.max(1, db.getLongProperty(family.getKey(), "rocksdb.total-blob-file-size"));
                    collectFrom(family.getKey(), Math.min(family.getValue(), room / 2.0 / size));
                }
                db.flush(flush, families);
                for (ColumnFamilyHandle family : blobs.keySet()) {
                    compact(family);
                }
            }
        } catch (RocksDBException e) {
            // A full disk, or a close: there is another time.
            LOG.log(System.Logger.Level.DEBUG, "room could not be reclaimed", e);
        } finally {
            sequence = db.getLatestSequenceNumber();
            gained = reserve.state().freeOctets() - before;
            lastNanos = System.nanoTime();
            running.set(false);
        }
    }

    private void collectFrom(ColumnFamilyHandle family, double share) throws RocksDBException {
        db.setOptions(
                family,
                MutableColumnFamilyOptions.builder()
                        .setBlobGarbageCollectionAgeCutoff(share)
                        .build());
    }

    private void compact(ColumnFamilyHandle family) throws RocksDBException {
        try (CompactRangeOptions options = new CompactRangeOptions()
                .setExclusiveManualCompaction(false)
                .setAllowWriteStall(false)
                .setBottommostLevelCompaction(CompactRangeOptions.BottommostLevelCompaction.kForceOptimized)) {
            under(options);
            try {
                if (!closed) {
                    db.compactRange(family, null, null, options);
                }
            } finally {
                under(null);
            }
        }
    }

    private synchronized void under(@Nullable CompactRangeOptions options) {
        compaction = options;
    }

    private synchronized void cancel() {
        if (compaction != null) {
            compaction.setCanceled(true);
        }
    }

    /** Cuts short what is under way, and waits for its end. */
    @Override
    public void close() {
        closed = true;
        boolean interrupted = false;
        for (Thread last = thread; last != null && last.isAlive(); ) {
            cancel();
            try {
                last.join(100);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
