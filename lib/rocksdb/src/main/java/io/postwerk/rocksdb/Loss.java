package io.postwerk.rocksdb;

import java.time.Instant;

/**
 * Synced changes that were gone when the database was opened: somebody, or the disk, has taken the end of the log, or a whole
 * log. It is kept in the folder of the database, so that it is known after the next start as well.
 *
 * @param times how often that happened to this folder
 * @param records how many records were missing the last time, at least
 * @param last when it was seen last; the epoch if never
 */
public record Loss(long times, long records, Instant last) {
    /** Nothing was ever lost. */
    public static final Loss NONE = new Loss(0, 0, Instant.EPOCH);

    public boolean happened() {
        return times > 0;
    }

    /** For people. */
    public String describe() {
        return "acknowledged changes were lost: " + times + (times == 1 ? " time" : " times") + ", last seen at " + last
                + (records > 0 ? " (at least " + records + " records)" : "");
    }
}
