package io.postwerk.rocksdb;

import io.postwerk.rocksdb.DatabaseSettings.FamilySettings;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.LRUCache;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.Slice;
import org.rocksdb.Status;
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
    private static final System.Logger LOG = System.getLogger(Database.class.getName());
    private static final byte[] FORMAT_KEY = "format".getBytes(StandardCharsets.US_ASCII);

    /** A key that never exists. */
    private static final byte[] PROBE_KEY = "probe".getBytes(StandardCharsets.US_ASCII);

    /** What RocksDB says of a log that the manifest names and that is gone or shorter, or has a hole before others. */
    private static final Pattern LOG_IS_MISSING = Pattern.compile(
            "^(?:Corruption: )?(?:Missing WAL|Size mismatch: WAL|Column family inconsistency: SST file) ");

    private final RocksDB db;
    private final SyncMark mark;
    private final DiskReserve reserve;
    private final Reclaimer reclaimer;
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
            createDurably(directory.toAbsolutePath());
        } catch (IOException e) {
            throw new DatabaseException(name + " cannot be made: " + e, e);
        }
        Database database;
        try {
            // First, since all that follows may need the room that it gives back.
            DiskReserve reserve = settings.reserve().isPresent()
                    ? DiskReserve.of(name, directory, settings.reserve().get())
                    : DiskReserve.none(name, directory);
            NativeLibrary.load(settings.nativeLibraries().orElse(directory.resolve("native")));
            database = recovered(settings, name, reserve);
        } catch (IOException e) {
            throw new DatabaseException(name + " cannot be opened: " + e, e);
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
            if (settings.reserve().isPresent()) {
                database.reserve.opened();
                database.reserve.hear(database.reclaimer::whileLow, database.reclaimer::afterLow);
                database.reserve.start();
            }
            return database;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** Makes a folder and those above it that are missing. RocksDB syncs names in its folder, and not the name of the folder itself. */
    private static void createDurably(Path directory) throws IOException {
        Path parent = directory.getParent();
        if (parent == null || Files.isDirectory(directory)) {
            return;
        }
        createDurably(parent);
        Files.createDirectories(directory);
        try (FileChannel channel = FileChannel.open(parent, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Opens the database, also if logs of it are missing, and says whether what was synced is there. */
    private static Database recovered(DatabaseSettings settings, String name, DiskReserve reserve)
            throws RocksDBException, IOException {
        SyncMark mark = SyncMark.open(settings.directory());
        boolean opened = false;
        try {
            syncLogs(settings.directory());
            Database database;
            boolean whole = true;
            try {
                database = new Database(settings, mark, reserve, false);
            } catch (RocksDBException e) {
                if (!isMissingLog(e)) {
                    throw e;
                }
                LOG.log(System.Logger.Level.ERROR, name + ": " + e.getMessage());
                whole = false;
                // Durable before RocksDB forgets which logs there were.
                mark.lost(Long.MAX_VALUE, Instant.now());
                database = new Database(settings, mark, reserve, true);
            }
            opened = true;
            database.judge(name, whole);
            return database;
        } finally {
            if (!opened) {
                mark.close();
            }
        }
    }

    /**
     * What is read from the logs now counts as synced from now on. A process that was killed may have left an end that only
     * the kernel has; RocksDB does not sync a log that it has read.
     */
    private static void syncLogs(Path directory) throws IOException {
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(directory, "*.log")) {
            for (Path log : logs) {
                try (FileChannel channel = FileChannel.open(log, StandardOpenOption.READ)) {
                    channel.force(true);
                }
            }
        }
    }

    private static boolean isMissingLog(RocksDBException e) {
        Status status = e.getStatus();
        return status != null
                && status.getCode() == Status.Code.Corruption
                && LOG_IS_MISSING.matcher(String.valueOf(e.getMessage())).find();
    }

    private void judge(String name, boolean whole) {
        long recovered = db.getLatestSequenceNumber();
        if (!whole || mark.isMissing(recovered) || mark.isUnsettled()) {
            mark.lost(recovered, Instant.now());
            LOG.log(System.Logger.Level.ERROR, name + ": " + mark.loss().describe());
        } else {
            mark.settle(recovered);
        }
    }

    private Database(DatabaseSettings settings, SyncMark mark, DiskReserve reserve, boolean salvage)
            throws RocksDBException {
        this.mark = mark;
        this.reserve = reserve;
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
            DatabaseOptions options = new DatabaseOptions(settings, natives);
            List<ColumnFamilyHandle> handles = new ArrayList<>();
            db = kept(RocksDB.open(
                    options.ofDatabase(
                            buffers,
                            salvage,
                            reserve.state().freeOctets() < settings.memory().logOctets()),
                    settings.directory().toString(),
                    options.ofFamilies(cache),
                    handles));
            handles.forEach(this::kept);
            meta = new Family(handles.getFirst());
            for (int i = 0; i < settings.families().size(); i++) {
                families.put(settings.families().get(i).name(), new Family(handles.get(i + 1)));
            }
            Map<ColumnFamilyHandle, Double> blobs = new HashMap<>();
            for (FamilySettings family : settings.families()) {
                family.blobs().ifPresent(b -> blobs.put(family(family.name()).handle, b.ageCutoff()));
            }
            reclaimer = new Reclaimer(db, reserve, handles, blobs);
            natives.addFirst(mark);
            kept(reclaimer);
            kept(reserve);
            done = true;
        } finally {
            if (!done) {
                close();
            }
        }
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

    /** The length of a value, which is read and verified as {@link #get} does, but not copied. */
    public OptionalInt length(Family family, byte[] key) {
        try {
            int length = db.get(family.handle, uncached, key, new byte[0]);
            return length == RocksDB.NOT_FOUND ? OptionalInt.empty() : OptionalInt.of(length);
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
            throw notWritten(e);
        }
    }

    /** Writes all of a batch or nothing. */
    public void write(Writes writes, boolean sync) {
        try {
            if (!sync) {
                db.write(unsynced, writes.batch);
                return;
            }
            // Each change takes a sequence number, and numbers ascend in the log. So what the sync covers ends here or
            // later, also if others write unsynced records at the same time.
            long end = db.getLatestSequenceNumber() + writes.batch.count();
            db.write(synced, writes.batch);
            mark.synced(end);
        } catch (RocksDBException e) {
            throw notWritten(e);
        }
    }

    /**
     * Whether synced changes were lost that nobody has dealt with: what was given out to readers and does not belong to what
     * is there now, such as UIDs, must not be used again. To be followed by {@link #settleLoss}.
     */
    public boolean isLossUnsettled() {
        return mark.isUnsettled();
    }

    /** What was lost is dealt with, durably. */
    public void settleLoss() {
        mark.settle(db.getLatestSequenceNumber());
    }

    /** What was lost of this database since it exists. */
    public Loss loss() {
        return mark.loss();
    }

    /** Makes a synced write that changes nothing. */
    public void probe() {
        try {
            db.delete(meta.handle, synced, PROBE_KEY);
        } catch (RocksDBException e) {
            throw notWritten(e);
        }
    }

    private DatabaseException notWritten(RocksDBException e) {
        DatabaseException failure = DatabaseException.of(e);
        if (failure.isFull()) {
            reserve.foundNoRoom();
        }
        return failure;
    }

    /** Whether there is room for new messages. */
    public DiskReserve reserve() {
        return reserve;
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
            cursor.seekToLast();
            return cursor.isValid() ? Optional.of(cursor.key()) : Optional.empty();
        }
    }

    /** The highest key up to this one. */
    public Optional<byte[]> lastKeyUpTo(Family family, byte[] key) {
        try (Cursor cursor = cursor(family)) {
            cursor.seekForPrev(key);
            return cursor.isValid() ? Optional.of(cursor.key()) : Optional.empty();
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
