package io.postwerk.store.engine;

import java.time.Instant;

/**
 * What an engine keeps of a message in a folder, apart from its contents.
 *
 * @param uid 1 to 2^32-1
 * @param modSeq of its last change
 * @param flags bits by the folder's {@link KeywordTable}
 * @param octets its size
 * @param date when it arrived, seconds since 1970, 0 to 2^32-1
 * @param body where its contents are; copies share it
 */
public record MessageRow(long uid, long modSeq, long flags, int octets, long date, long body) {
    public MessageRow withFlags(long newModSeq, long newFlags) {
        return new MessageRow(uid, newModSeq, newFlags, octets, date, body);
    }

    /** The same message as another of another folder. */
    public MessageRow copied(long newUid, long newModSeq, long newFlags) {
        return new MessageRow(newUid, newModSeq, newFlags, octets, date, body);
    }

    /** A date of arrival as engines keep it: whole seconds in 32 bits, from 1970 to 2106. */
    public static Instant keptDate(Instant date) {
        return Instant.ofEpochSecond(Math.clamp(date.getEpochSecond(), 0, 0xFFFF_FFFFL));
    }

    public Instant internalDate() {
        return Instant.ofEpochSecond(date);
    }
}
