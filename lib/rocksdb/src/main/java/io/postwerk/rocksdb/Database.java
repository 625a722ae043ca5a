package io.postwerk.rocksdb;

import io.postwerk.rocksdb.DatabaseSettings.FamilySettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Slice;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBufferManager;
import org.rocksdb.WriteOptions;

/**
 * An open RocksDB with its column families. All methods make native calls, which pin the carrier of a virtual thread: see
 * {@link DiskThreads}. None may be called after {@link #close}. Each throws {@link DatabaseException}.
 *
 * <p>A full disk needs no restart: RocksDB refuses writes, looks every five seconds whether there is room, and then writes
 * what it has in memory to files and begins a new log, so that the end of the old one, which may be cut off, is not needed.
 */
public final class Database implements AutoCloseable {
    private static final byte[] FORMAT_KEY = "format".getBytes(StandardCharsets.US_ASCII);

    /** A key that never exists. */
    private static final byte[] PROBE_KEY = "probe".getBytes(StandardCharsets.US_ASCII);

    private final RocksDB db;
    private final Family meta;
    private final Map<String, Family> families = new HashMap<>();
    private final WriteOptions synced;
    private final WriteOptions unsynced;
    private final ReadOptions uncached;

    /** In the order in which they were made; closed in the opposite one. */
    private final List<AutoCloseable> natives = new ArrayList<>();

    /** A column family. */
    public static final class Family {
        final ColumnFamilyHandle handle;

        private Family(ColumnFamilyHandle handle) {
            this.handle = handle;
        }
    }

    /** Takes a record; says whether it wants the next. */
    @FunctionalInterface
    public interface Visitor {
        boolean visit(byte[] key, byte[] value);
    }

    /**
     * Opens the database, or makes it.
     *
     * @throws DatabaseException in use, of an unknown format, or not readable; the message says which, and what to do
     */
    public static Database open(DatabaseSettings settings) {
        Path directory = settings.directory();
        String name = "the " + settings.name() + " " + directory;
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new DatabaseException(name + " cannot be made: " + e, e);
        }
        NativeLibrary.load(settings.nativeLibraries().orElse(directory.resolve("native")));
        Database database;
        try {
            database = new Database(settings);
        } catch (RocksDBException e) {
            String reason = String.valueOf(e.getMessage());
            if (reason.contains("LOCK") || reason.contains("lock")) {
                String key = settings.key().isEmpty() ? "" : " (" + settings.key() + ")";
                throw new DatabaseException(
                        name + " is in use by another process: stop it, or give this one a directory of its own" + key,
                        e);
            }
            throw new DatabaseException(name + " cannot be opened: " + reason, e);
        }
        try {
            database.checkFormat(name, settings.format());
            return database;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private Database(DatabaseSettings settings) throws RocksDBException {
        boolean done = false;
        try {
            synced = kept(new WriteOptions().setSync(true));
            unsynced = kept(new WriteOptions());
            uncached = kept(new ReadOptions().setFillCache(false));
            // One cache for blocks, indexes and filters, which the write buffers are charged to as well. It is not
            // strict: a read that a strict cache has no room for would fail.
            Cache cache = kept(new LRUCache(settings.memory().cacheOctets()));
            WriteBufferManager buffers =
                    kept(new WriteBufferManager(settings.memory().writeBufferOctets(), cache));
            List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
            descriptors.add(new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, options(cache, settings)));
            for (FamilySettings family : settings.families()) {
                ColumnFamilyOptions options = options(cache, settings);
                family.blobs().ifPresent(blobs -> keepBlobs(options, blobs, settings));
                descriptors.add(new ColumnFamilyDescriptor(family.name().getBytes(StandardCharsets.US_ASCII), options));
            }
            List<ColumnFamilyHandle> handles = new ArrayList<>();
            db = kept(RocksDB.open(
                    options(buffers, settings), settings.directory().toString(), descriptors, handles));
            handles.forEach(this::kept);
            meta = new Family(handles.getFirst());
            for (int i = 0; i < settings.families().size(); i++) {
                families.put(settings.families().get(i).name(), new Family(handles.get(i + 1)));
            }
            done = true;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    private DBOptions options(WriteBufferManager buffers, DatabaseSettings settings) {
        return kept(new DBOptions())
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setWriteBufferManager(buffers)
                .setMaxTotalWalSize(settings.memory().logOctets())
                .setMaxOpenFiles(settings.memory().openFiles())
                .setMaxBackgroundJobs(2)
                .setBytesPerSync(1 << 20)
                .setKeepLogFileNum(4)
                .setMaxLogFileSize(1 << 20)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setStatsDumpPeriodSec(0)
                // All that was synced is whole; what follows, up to the power cut, was acknowledged to nobody.
                .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery);
    }

    private ColumnFamilyOptions options(Cache cache, DatabaseSettings settings) {
        BlockBasedTableConfig table = new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setCacheIndexAndFilterBlocks(true)
                .setPinL0FilterAndIndexBlocksInCache(true)
                .setFilterPolicy(kept(new BloomFilter(10)));
        return kept(new ColumnFamilyOptions())
                .setTableFormatConfig(table)
                .setWriteBufferSize(8 << 20)
                .setCompressionType(compression(settings));
    }

    private static void keepBlobs(
            ColumnFamilyOptions options, DatabaseSettings.Blobs blobs, DatabaseSettings settings) {
        options.setWriteBufferSize(settings.memory().largeBufferOctets())
                .setEnableBlobFiles(true)
                .setMinBlobSize(blobs.minOctets())
                .setBlobFileSize(64 << 20)
                .setBlobCompressionType(compression(settings))
                .setEnableBlobGarbageCollection(true)
                .setBlobGarbageCollectionAgeCutoff(blobs.ageCutoff())
                .setBlobGarbageCollectionForceThreshold(blobs.forceThreshold());
    }

    private static CompressionType compression(DatabaseSettings settings) {
        return settings.compressed() ? CompressionType.LZ4_COMPRESSION : CompressionType.NO_COMPRESSION;
    }

    private void checkFormat(String name, DatabaseSettings.Format format) {
        Optional<byte[]> found = get(meta, FORMAT_KEY);
        if (found.isEmpty()) {
            put(meta, FORMAT_KEY, format.encoded());
        } else if (!Arrays.equals(found.get(), format.encoded())) {
            throw new DatabaseException(name + " has format " + format.describe(found.get())
                    + ", and this version reads up to format " + format.version()
                    + ": run the version that wrote it, or a later one");
        }
    }

    private <T extends AutoCloseable> T kept(T object) {
        natives.add(object);
        return object;
    }

    /** The default column family. */
    public Family meta() {
        return meta;
    }

    /** The column family of that name, which the settings have named. */
    public Family family(String name) {
        return Optional.ofNullable(families.get(name)).orElseThrow();
    }

    public Optional<byte[]> get(Family family, byte[] key) {
        try {
            return Optional.ofNullable(db.get(family.handle, key));
        } catch (RocksDBException e) {
            throw DatabaseException.of(e);
        }
    }

    /**
     * The values of several keys, in their order.
     *
     * @throws DatabaseException also if one of them has no value
     */
    public List<byte[]> getAll(Family family, List<byte[]> keys) {
        try {
            List<byte[]> values = db.multiGetAsList(Collections.nCopies(keys.size(), family.handle), keys);
            if (values.contains(null)) {
                throw new DatabaseException("a record is missing");
            }
            return values;
        } catch (RocksDBException e) {
            throw DatabaseException.of(e);
        }
    }

    /** Writes one record, unsynced: the next synced batch covers it, since it comes later in the same log. */
    public void put(Family family, byte[] key, byte[] value) {
        try {
            db.put(family.handle, unsynced, key, value);
        } catch (RocksDBException e) {
            throw DatabaseException.of(e);
        }
    }

    /** Writes all of a batch or nothing. */
    public void write(Writes writes, boolean sync) {
        try {
            db.write(sync ? synced : unsynced, writes.batch);
        } catch (RocksDBException e) {
            throw DatabaseException.of(e);
        }
    }

    /** Makes a synced write that changes nothing. */
    public void probe() {
        try {
            db.delete(meta.handle, synced, PROBE_KEY);
        } catch (RocksDBException e) {
            throw DatabaseException.of(e);
        }
    }

    /** Goes through the records whose keys begin with {@code prefix}. */
    public void scan(Family family, byte[] prefix, Visitor visitor) {
        scan(family, prefix, behind(prefix), visitor);
    }

    /** Goes through the records from one key on, up to another exclusive. */
    public void scan(Family family, byte[] from, byte[] to, Visitor visitor) {
        try (Slice end = new Slice(to);
                ReadOptions options = new ReadOptions().setIterateUpperBound(end);
                Cursor cursor = new Cursor(db.newIterator(family.handle, options))) {
            cursor.visitFrom(from, visitor);
        }
    }

    /** Goes through all records from a key on, and keeps none of them in the cache. */
    public void scanAll(Family family, byte[] from, Visitor visitor) {
        try (Cursor cursor = new Cursor(db.newIterator(family.handle, uncached))) {
            cursor.visitFrom(from, visitor);
        }
    }

    public Cursor cursor(Family family) {
        return new Cursor(db.newIterator(family.handle));
    }

    /** The highest key of a family. */
    public Optional<byte[]> lastKey(Family family) {
        try (Cursor cursor = cursor(family)) {
            cursor.iterator.seekToLast();
            return cursor.isValid() ? Optional.of(cursor.key()) : Optional.empty();
        }
    }

    /** The highest key up to this one. */
    public Optional<byte[]> lastKeyUpTo(Family family, byte[] key) {
        try (Cursor cursor = cursor(family)) {
            cursor.iterator.seekForPrev(key);
            return cursor.isValid() ? Optional.of(cursor.key()) : Optional.empty();
        }
    }

    /** Stands at a record of a family, in the order of keys. Closed by whoever opened it. */
    public static final class Cursor implements AutoCloseable {
        private final RocksIterator iterator;

        private Cursor(RocksIterator iterator) {
            this.iterator = iterator;
        }

        /** Goes to the first record from this key on. */
        public void seek(byte[] key) {
            iterator.seek(key);
        }

        /** Goes to the next record. */
        public void next() {
            iterator.next();
        }

        /**
         * Whether there is a record.
         *
         * @throws DatabaseException there may be one, but it cannot be read
         */
        public boolean isValid() {
            if (iterator.isValid()) {
                return true;
            }
            try {
                iterator.status();
                return false;
            } catch (RocksDBException e) {
                throw DatabaseException.of(e);
            }
        }

        public byte[] key() {
            return iterator.key();
        }

        public byte[] value() {
            return iterator.value();
        }

        private void visitFrom(byte[] from, Visitor visitor) {
            for (seek(from); isValid(); next()) {
                if (!visitor.visit(key(), value())) {
                    return;
                }
            }
        }

        @Override
        public void close() {
            iterator.close();
        }
    }

    /** The first key behind all that begin with {@code prefix}. */
    public static byte[] behind(byte[] prefix) {
        byte[] end = prefix.clone();
        int last = end.length - 1;
        while (last > 0 && end[last] == (byte) 0xFF) {
            last--;
        }
        end[last]++;
        return Arrays.copyOf(end, last + 1);
    }

    @Override
    public void close() {
        for (AutoCloseable object : natives.reversed()) {
            try {
                object.close();
            } catch (Exception e) {
                throw new DatabaseException("the database does not close", e);
            }
        }
        natives.clear();
    }
}
