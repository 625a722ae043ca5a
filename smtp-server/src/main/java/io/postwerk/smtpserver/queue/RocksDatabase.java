package io.postwerk.smtpserver.queue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBufferManager;

/**
 * The open RocksDB of the queue: its files, its options, its format version. Native memory is bounded by
 * {@value #CACHE_OCTETS} octets of block cache, out of which the write buffers are taken as well, whatever the queue
 * holds.
 */
final class RocksDatabase implements AutoCloseable {
    /** Layout of keys and records as a whole; records have their own version besides. */
    private static final String FORMAT = "1";

    private static final byte[] FORMAT_KEY = "format".getBytes(StandardCharsets.US_ASCII);
    private static final long CACHE_OCTETS = 64L << 20;
    private static final long WRITE_BUFFER_OCTETS = 24L << 20;

    private final List<AutoCloseable> natives = new ArrayList<>();
    private final RocksDB db;
    private final ColumnFamilyHandle meta;
    private final ColumnFamilyHandle envelopes;
    private final ColumnFamilyHandle recipients;
    private final ColumnFamilyHandle bodies;

    static {
        RocksDB.loadLibrary();
    }

    private RocksDatabase(Path directory) throws RocksDBException {
        Cache cache = kept(new LRUCache(CACHE_OCTETS));
        WriteBufferManager buffers = kept(new WriteBufferManager(WRITE_BUFFER_OCTETS, cache));
        BlockBasedTableConfig table = new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setCacheIndexAndFilterBlocks(true)
                .setFilterPolicy(kept(new BloomFilter(10)));
        ColumnFamilyOptions small = kept(new ColumnFamilyOptions())
                .setTableFormatConfig(table)
                .setWriteBufferSize(8L << 20)
                .setCompressionType(CompressionType.NO_COMPRESSION);
        // Bodies are written once and deleted once: blob files keep compaction from copying them.
        ColumnFamilyOptions large = kept(new ColumnFamilyOptions())
                .setTableFormatConfig(table)
                .setWriteBufferSize(16L << 20)
                .setCompressionType(CompressionType.NO_COMPRESSION)
                .setEnableBlobFiles(true)
                .setMinBlobSize(1024)
                .setBlobFileSize(64L << 20)
                .setEnableBlobGarbageCollection(true)
                .setBlobGarbageCollectionAgeCutoff(1.0);
        DBOptions options = kept(new DBOptions())
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setWriteBufferManager(buffers)
                .setMaxTotalWalSize(96L << 20)
                .setRecycleLogFileNum(0)
                .setMaxOpenFiles(128)
                .setMaxBackgroundJobs(2)
                .setKeepLogFileNum(4)
                .setMaxLogFileSize(1L << 20)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setStatsDumpPeriodSec(0)
                // What was synced is whole up to the point where the machine died; the rest was never acknowledged.
                .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery);
        List<ColumnFamilyDescriptor> descriptors = List.of(
                new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, small),
                new ColumnFamilyDescriptor("envelopes".getBytes(StandardCharsets.US_ASCII), small),
                new ColumnFamilyDescriptor("recipients".getBytes(StandardCharsets.US_ASCII), small),
                new ColumnFamilyDescriptor("bodies".getBytes(StandardCharsets.US_ASCII), large));
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        db = kept(RocksDB.open(options, directory.toString(), descriptors, handles));
        handles.forEach(this::kept);
        meta = handles.get(0);
        envelopes = handles.get(1);
        recipients = handles.get(2);
        bodies = handles.get(3);
    }

    /**
     * Opens or creates the database.
     *
     * @throws QueueException in use by another process, of a format that is not known, or not readable; the message says
     *     which, and where
     */
    static RocksDatabase open(Path directory) throws QueueException {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new QueueException("queue directory " + directory + " cannot be made: " + e.getMessage(), e);
        }
        RocksDatabase database;
        try {
            database = new RocksDatabase(directory);
        } catch (RocksDBException e) {
            String message = String.valueOf(e.getMessage());
            if (message.contains("lock")) {
                throw new QueueException(
                        "queue directory " + directory + " is in use by another process: stop it, or give this"
                                + " server a directory of its own (queue.directory)",
                        e);
            }
            throw new QueueException("queue directory " + directory + " cannot be opened: " + message, e);
        }
        try {
            database.checkFormat(directory);
            return database;
        } catch (QueueException | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private void checkFormat(Path directory) throws QueueException {
        try {
            byte[] found = db.get(FORMAT_KEY);
            byte[] known = FORMAT.getBytes(StandardCharsets.US_ASCII);
            if (found == null) {
                db.put(FORMAT_KEY, known);
            } else if (!Arrays.equals(found, known)) {
                throw new QueueException("queue directory " + directory + " has format "
                        + new String(found, StandardCharsets.US_ASCII) + "; this program knows format " + FORMAT
                        + ": use the version of smtp-server that wrote it");
            }
        } catch (RocksDBException e) {
            throw new QueueException("queue directory " + directory + " cannot be read: " + e.getMessage(), e);
        }
    }

    RocksDB db() {
        return db;
    }

    ColumnFamilyHandle meta() {
        return meta;
    }

    ColumnFamilyHandle envelopes() {
        return envelopes;
    }

    ColumnFamilyHandle recipients() {
        return recipients;
    }

    ColumnFamilyHandle bodies() {
        return bodies;
    }

    private <T extends AutoCloseable> T kept(T object) {
        natives.add(object);
        return object;
    }

    @Override
    public void close() {
        for (AutoCloseable object : natives.reversed()) {
            try {
                object.close();
            } catch (Exception e) {
                throw new IllegalStateException("a native object does not close", e);
            }
        }
    }
}
