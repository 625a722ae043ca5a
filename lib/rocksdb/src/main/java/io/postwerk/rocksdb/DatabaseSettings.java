package io.postwerk.rocksdb;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a database is opened.
 *
 * @param name what the directory is called in messages, as {@code mail directory}
 * @param key where the directory is configured, for messages; may be empty
 * @param directory where everything is kept; made if missing. One process at a time
 * @param nativeLibraries where the native library is unpacked to; by default {@code native} in {@code directory}. If
 *     programs cannot be run from there (noexec), {@code java.io.tmpdir} is taken, or the directory that the environment
 *     variable {@code ROCKSDB_SHAREDLIB_DIR} names
 * @param format what is written
 * @param families the column families besides the default one, in their order
 * @param compressed whether tables and blob files are compressed (LZ4)
 * @param memory the bounds of native memory and of the log
 * @param reserve room on the disk that new messages may not take; empty if nobody looks
 */
public record DatabaseSettings(
        String name,
        String key,
        Path directory,
        Optional<Path> nativeLibraries,
        Format format,
        List<FamilySettings> families,
        boolean compressed,
        Memory memory,
        Optional<DiskReserve.Settings> reserve) {
    public DatabaseSettings {
        Objects.requireNonNull(directory);
        Objects.requireNonNull(nativeLibraries);
        families = List.copyOf(families);
    }

    /**
     * A column family.
     *
     * @param blobs where large values are kept apart; empty if they stay in the tables
     */
    public record FamilySettings(String name, Optional<Blobs> blobs) {
        /** A family of small records. */
        public static FamilySettings small(String name) {
            return new FamilySettings(name, Optional.empty());
        }
    }

    /**
     * Values that are written once and read rarely lie in blob files, which compaction does not copy.
     *
     * @param minOctets values from this size on
     * @param ageCutoff the share of blob files, the oldest first, that garbage is collected from
     * @param forceThreshold the share of garbage in these files from which on compaction is forced
     */
    public record Blobs(int minOctets, double ageCutoff, double forceThreshold) {}

    /**
     * Bounds.
     *
     * @param cacheOctets for blocks, indexes and filters, and for what waits to be written to tables, together
     * @param writeBufferOctets how much of that may wait to be written
     * @param largeBufferOctets how much a family with blobs gathers before it is written to files
     * @param logOctets the size of the log at which all families are written to files; it bounds how long a start takes
     * @param openFiles files that are kept open
     */
    public record Memory(
            long cacheOctets, long writeBufferOctets, long largeBufferOctets, long logOctets, int openFiles) {}

    /**
     * The version of what is written. It goes up when an older program could not read what a newer one writes.
     *
     * @param version 1 to 9
     * @param digit whether it is kept as a digit in ASCII (the queue does so) or as the octet of that value
     */
    public record Format(int version, boolean digit) {
        byte[] encoded() {
            return digit ? Integer.toString(version).getBytes(StandardCharsets.US_ASCII) : new byte[] {(byte) version};
        }

        String describe(byte[] found) {
            if (found.length != 1) {
                return "unknown";
            }
            return digit ? new String(found, StandardCharsets.US_ASCII) : Integer.toString(found[0]);
        }
    }
}
