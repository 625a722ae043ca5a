package io.postwerk.store.rocksdb;

import io.postwerk.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

/** The open files of a store: RocksDB with a column family for each kind of record, as {@link Keys} lays them out. */
final class Database implements AutoCloseable {
    /** What this program writes. It goes up when an older program could not read what a newer one wrote. */
    private static final int FORMAT = 1;

    private static final byte[] FORMAT_KEY = "format".getBytes(StandardCharsets.US_ASCII);
    private static final List<String> FAMILIES =
            List.of("mailboxes", "folders", "messages", "summaries", "bodies", "deliveries");

    final RocksDB db;
    /** Format version, garbage, counts of references. */
    final ColumnFamilyHandle meta;

    final ColumnFamilyHandle mailboxes;
    /** Folders, subscriptions and removals. */
    final ColumnFamilyHandle folders;

    final ColumnFamilyHandle messages;
    final ColumnFamilyHandle summaries;
    final ColumnFamilyHandle bodies;
    final ColumnFamilyHandle deliveries;

    /** In the order in which they were made; closed in the opposite one. */
    private final List<AutoCloseable> natives = new ArrayList<>();

    /** @throws StoreException in use, of an unknown format, or not readable; the message says which, and what to do */
    static Database open(RocksDbSettings settings) {
        Path directory = settings.directory();
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new StoreException("the mail directory " + directory + " cannot be made: " + e, e);
        }
        NativeLibrary.load(settings.nativeLibraries().orElse(directory.resolve("native")));
        Database database;
        try {
            database = new Database(settings);
        } catch (RocksDBException e) {
            String reason = String.valueOf(e.getMessage());
            if (reason.contains("LOCK") || reason.contains("lock")) {
                throw new StoreException(
                        "the mail directory " + directory
                                + " is in use by another process: stop it, or give this one a directory of its own",
                        e);
            }
            throw new StoreException("the mail directory " + directory + " cannot be opened: " + reason, e);
        }
        try {
            database.checkFormat(directory);
            return database;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private Database(RocksDbSettings settings) throws RocksDBException {
        boolean done = false;
        try {
            // One cache for blocks, indexes and filters, which the write buffers are charged to as well. It is not
            // strict: a read that the cache has no room for would fail, and a block more for a moment harms nobody.
            Cache cache = kept(new LRUCache(settings.cacheOctets()));
            WriteBufferManager buffers = kept(new WriteBufferManager(settings.writeBufferOctets(), cache));
            List<ColumnFamilyDescriptor> families = new ArrayList<>();
            families.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, small(cache)));
            for (String name : FAMILIES) {
                ColumnFamilyOptions options = name.equals("bodies") ? blobs(cache, settings) : small(cache);
                families.add(new ColumnFamilyDescriptor(name.getBytes(StandardCharsets.US_ASCII), options));
            }
            List<ColumnFamilyHandle> handles = new ArrayList<>();
            db = kept(RocksDB.open(
                    options(buffers, settings), settings.directory().toString(), families, handles));
            handles.forEach(this::kept);
            meta = handles.get(0);
            mailboxes = handles.get(1);
            folders = handles.get(2);
            messages = handles.get(3);
            summaries = handles.get(4);
            bodies = handles.get(5);
            deliveries = handles.get(6);
            done = true;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    private DBOptions options(WriteBufferManager buffers, RocksDbSettings settings) {
        return kept(new DBOptions())
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setWriteBufferManager(buffers)
                // Bounds how much is read again at the next start, and how long that takes.
                .setMaxTotalWalSize(2 * settings.writeBufferOctets())
                .setMaxOpenFiles(256)
                .setMaxBackgroundJobs(2)
                .setBytesPerSync(1 << 20)
                .setKeepLogFileNum(4)
                .setMaxLogFileSize(1 << 20)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setStatsDumpPeriodSec(0)
                // All that was synced is whole; what follows, up to the power cut, was acknowledged to nobody.
                .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery);
    }

    private BlockBasedTableConfig table(Cache cache) {
        return new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setCacheIndexAndFilterBlocks(true)
                .setPinL0FilterAndIndexBlocksInCache(true)
                .setFilterPolicy(kept(new BloomFilter(10)));
    }

    private ColumnFamilyOptions small(Cache cache) {
        return kept(new ColumnFamilyOptions())
                .setTableFormatConfig(table(cache))
                .setWriteBufferSize(8 << 20)
                .setCompressionType(CompressionType.LZ4_COMPRESSION);
    }

    /** What is written once and read rarely: blob files, which compaction does not copy over and over. */
    private ColumnFamilyOptions blobs(Cache cache, RocksDbSettings settings) {
        return kept(new ColumnFamilyOptions())
                .setTableFormatConfig(table(cache))
                .setWriteBufferSize(settings.writeBufferOctets() / 2)
                .setEnableBlobFiles(true)
                .setMinBlobSize(512)
                .setBlobFileSize(64 << 20)
                .setBlobCompressionType(CompressionType.LZ4_COMPRESSION)
                .setEnableBlobGarbageCollection(true)
                .setBlobGarbageCollectionAgeCutoff(0.5)
                .setBlobGarbageCollectionForceThreshold(0.5);
    }

    private void checkFormat(Path directory) {
        try {
            byte[] found = db.get(meta, FORMAT_KEY);
            if (found == null) {
                db.put(meta, FORMAT_KEY, new byte[] {FORMAT});
            } else if (found.length != 1 || found[0] != FORMAT) {
                throw new StoreException("the mail directory " + directory + " has format "
                        + (found.length == 1 ? "" + found[0] : "unknown") + ", and this version reads up to format "
                        + FORMAT + ": run the version that wrote it, or a later one");
            }
        } catch (RocksDBException e) {
            throw new StoreException("the mail directory " + directory + " cannot be read: " + e.getMessage(), e);
        }
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
                throw new StoreException("the mail directory does not close", e);
            }
        }
        natives.clear();
    }
}
