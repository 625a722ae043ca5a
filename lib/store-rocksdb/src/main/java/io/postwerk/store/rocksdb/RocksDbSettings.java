package io.postwerk.store.rocksdb;

import io.postwerk.rocksdb.DiskReserve;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * How a store on RocksDB is set up.
 *
 * @param directory where it keeps everything; made if missing. One process at a time
 * @param nativeLibraries where the native library is unpacked to; by default {@code native} in {@code directory}. If
 *     programs cannot be run from there (noexec), {@code java.io.tmpdir} is taken, or the directory that the environment
 *     variable {@code ROCKSDB_SHAREDLIB_DIR} names
 * @param cacheOctets native memory for blocks, indexes and filters of the files, and for what waits to be written to
 *     them, together
 * @param writeBufferOctets how much of that may wait to be written
 * @param readThreads how many reads may wait for the disk at once; each takes a platform thread
 * @param openMailboxes how many mailboxes are kept in memory at most, with their folders, when nobody uses them
 * @param indexedMessages how many messages are kept in memory at most as rows of open folders, of some 40 octets each,
 *     when nobody uses them
 * @param reserve room on the disk that new messages may not take; empty if nobody looks how much there is
 */
public record RocksDbSettings(
        Path directory,
        Optional<Path> nativeLibraries,
        long cacheOctets,
        long writeBufferOctets,
        int readThreads,
        int openMailboxes,
        int indexedMessages,
        Optional<DiskReserve.Settings> reserve) {
    public RocksDbSettings {
        Objects.requireNonNull(directory);
        Objects.requireNonNull(nativeLibraries);
    }

    /** What serves a small machine well. */
    public static RocksDbSettings in(Path directory) {
        return new RocksDbSettings(
                directory, Optional.empty(), 96L << 20, 48L << 20, 4, 10_000, 500_000, Optional.empty());
    }

    /**
     * The same with room that new messages may not take.
     *
     * @param minFreeOctets empty for the default of {@link DiskReserve.Settings}
     */
    public RocksDbSettings withReserve(Optional<Long> minFreeOctets) {
        return new RocksDbSettings(
                directory,
                nativeLibraries,
                cacheOctets,
                writeBufferOctets,
                readThreads,
                openMailboxes,
                indexedMessages,
                // Enough to write to files what waits in memory.
                Optional.of(new DiskReserve.Settings(minFreeOctets, writeBufferOctets + (16L << 20))));
    }
}
