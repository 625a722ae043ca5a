package io.postwerk.store.engine;

import io.postwerk.store.Flags;
import io.postwerk.store.Flags.SystemFlag;
import io.postwerk.store.Folder.FolderId;
import io.postwerk.store.FolderState;
import io.postwerk.store.UidSet;
import java.time.Instant;
import java.util.List;

/**
 * A folder state in 28 octets for each message. The arrays belong to it and have a place for each message.
 *
 * @param uids as unsigned numbers, ascending
 * @param flags bits by {@code keywordTable}
 * @param sizes octets of each message
 * @param dates seconds since 1970, as unsigned numbers
 */
public record FolderSnapshot(
        FolderId folder,
        long uidValidity,
        long uidNext,
        long highestModSeq,
        UidSet recent,
        KeywordTable keywordTable,
        int[] uids,
        long[] modSeqs,
        long[] flags,
        int[] sizes,
        int[] dates)
        implements FolderState {
    @Override
    public List<String> keywords() {
        return keywordTable.names();
    }

    @Override
    public boolean takesKeywords() {
        return keywordTable.takesMore();
    }

    @Override
    public int count() {
        return uids.length;
    }

    @Override
    public long uid(int index) {
        return Integer.toUnsignedLong(uids[index]);
    }

    @Override
    public long modSeq(int index) {
        return modSeqs[index];
    }

    @Override
    public Flags flags(int index) {
        return keywordTable.flags(flags[index]);
    }

    @Override
    public boolean has(int index, SystemFlag flag) {
        return (flags[index] & KeywordTable.bit(flag)) != 0;
    }

    @Override
    public long octets(int index) {
        return sizes[index];
    }

    @Override
    public Instant internalDate(int index) {
        return Instant.ofEpochSecond(Integer.toUnsignedLong(dates[index]));
    }

    @Override
    public int indexOf(long uid) {
        return indexOf(uids, uids.length, uid);
    }

    static int indexOf(int[] uids, int count, long uid) {
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            int order = Long.compare(Integer.toUnsignedLong(uids[middle]), uid);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return -(low + 1);
    }
}
