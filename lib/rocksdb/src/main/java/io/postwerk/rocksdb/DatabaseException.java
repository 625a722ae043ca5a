package io.postwerk.rocksdb;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/**
 * The database could not be opened, read or written. {@link #isFull} says whether the disk had no room; then nothing of the
 * change is in the database, and the same change may succeed later.
 */
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** As {@code While fdatasync: /path/000004.log: No space left on device}. A path may hold any of these words. */
    private static final Pattern FAILED_SYNC_OF_LOG = Pattern.compile("^[^/]*While [^/:]*sync[^/:]*: .*\\.log(?::|$)");

    private final boolean full;

    private DatabaseException(String message, @Nullable Throwable cause, boolean full) {
        super(message, cause);
        this.full = full;
    }

    public DatabaseException(String message) {
        this(message, null, false);
    }

    public DatabaseException(String message, @Nullable Throwable cause) {
        this(message, cause, false);
    }

    /** The disk has no room. */
    public static DatabaseException full(String message) {
        return new DatabaseException(message, null, true);
    }

    static DatabaseException of(RocksDBException e) {
        return new DatabaseException("RocksDB: " + e.getMessage(), e, isFull(e));
    }

    /**
     * Whether the disk was full before the change was in the log. A sync of the log that fails, also for lack of room, is
     * something else: the change is in the log, and after a crash it may be read from there.
     */
    private static boolean isFull(RocksDBException e) {
        Status status = e.getStatus();
        if (status == null || status.getSubCode() != Status.SubCode.NoSpace) {
            return false;
        }
        return !FAILED_SYNC_OF_LOG.matcher(String.valueOf(e.getMessage())).find();
    }

    /** Whether this is a failure for lack of room. */
    static boolean isFull(Throwable e) {
        return e instanceof DatabaseException failed && failed.full;
    }

    public boolean isFull() {
        return full;
    }
}
