package io.postwerk.store.engine;

import io.postwerk.store.Flags.MessageFlags;
import io.postwerk.store.UidSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All messages of a folder, in the order of their UIDs, in 36 octets for each. Applying a change again does nothing, so
 * an index that is being filled may meet changes that it has read already. Not for several threads at once.
 */
public final class FolderIndex {
    private int count;
    private int[] uids = new int[16];
    private long[] modSeqs = new long[16];
    private long[] flags = new long[16];
    private int[] sizes = new int[16];
    private int[] dates = new int[16];
    private long[] bodies = new long[16];

    public int count() {
        return count;
    }

    /** Adds a message behind all others; ignored if its UID is not greater than theirs. */
    public void add(MessageRow row) {
        if (count > 0 && row.uid() <= Integer.toUnsignedLong(uids[count - 1])) {
            return;
        }
        if (count == uids.length) {
            grow();
        }
        uids[count] = (int) row.uid();
        modSeqs[count] = row.modSeq();
        flags[count] = row.flags();
        sizes[count] = row.octets();
        dates[count] = (int) row.date();
        bodies[count] = row.body();
        count++;
    }

    private void grow() {
        int length = uids.length + (uids.length >> 1);
        uids = Arrays.copyOf(uids, length);
        modSeqs = Arrays.copyOf(modSeqs, length);
        flags = Arrays.copyOf(flags, length);
        sizes = Arrays.copyOf(sizes, length);
        dates = Arrays.copyOf(dates, length);
        bodies = Arrays.copyOf(bodies, length);
    }

    /** Gives a message other flags, if it is there. */
    public void update(long uid, long modSeq, long newFlags) {
        int index = indexOf(uid);
        if (index >= 0) {
            modSeqs[index] = modSeq;
            flags[index] = newFlags;
        }
    }

    /** Removes those of these messages that are there. */
    public void remove(UidSet gone) {
        if (gone.isEmpty()) {
            return;
        }
        int first = indexOf(gone.first());
        int kept = first < 0 ? -(first + 1) : first;
        for (int i = kept; i < count; i++) {
            if (!gone.contains(Integer.toUnsignedLong(uids[i]))) {
                uids[kept] = uids[i];
                modSeqs[kept] = modSeqs[i];
                flags[kept] = flags[i];
                sizes[kept] = sizes[i];
                dates[kept] = dates[i];
                bodies[kept] = bodies[i];
                kept++;
            }
        }
        count = kept;
    }

    /** Those of these messages that are there, in the order of UIDs. */
    public List<MessageRow> find(UidSet wanted) {
        List<MessageRow> found = new ArrayList<>();
        for (UidSet.Range range : wanted.ranges()) {
            int first = indexOf(range.first());
            for (int i = first < 0 ? -(first + 1) : first; i < count; i++) {
                if (Integer.toUnsignedLong(uids[i]) > range.last()) {
                    break;
                }
                found.add(row(i));
            }
        }
        return found;
    }

    /** The messages that changed after {@code modSeq}, except those from {@code uidNext} on. */
    public List<MessageFlags> changedSince(long modSeq, long uidNext, KeywordTable keywords) {
        List<MessageFlags> changed = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            if (modSeqs[i] > modSeq && Integer.toUnsignedLong(uids[i]) < uidNext) {
                changed.add(new MessageFlags(Integer.toUnsignedLong(uids[i]), modSeqs[i], keywords.flags(flags[i])));
            }
        }
        return changed;
    }

    /** The UIDs from {@code first} on that messages have. */
    public UidSet uidsFrom(long first, long uidNext) {
        UidSet.Builder builder = new UidSet.Builder();
        int from = indexOf(first);
        for (int i = from < 0 ? -(from + 1) : from; i < count; i++) {
            long uid = Integer.toUnsignedLong(uids[i]);
            if (uid < uidNext) {
                builder.add(uid);
            }
        }
        return builder.build();
    }

    /** How many messages have a UID below {@code uidNext}. */
    public int countBelow(long uidNext) {
        int end = indexOf(uidNext);
        return end < 0 ? -(end + 1) : end;
    }

    private MessageRow row(int i) {
        return new MessageRow(
                Integer.toUnsignedLong(uids[i]),
                modSeqs[i],
                flags[i],
                sizes[i],
                Integer.toUnsignedLong(dates[i]),
                bodies[i]);
    }

    private int indexOf(long uid) {
        return FolderSnapshot.indexOf(uids, count, uid);
    }

    /** Copies of the columns for the first {@code length} messages. */
    public int[] copyUids(int length) {
        return Arrays.copyOf(uids, length);
    }

    public long[] copyModSeqs(int length) {
        return Arrays.copyOf(modSeqs, length);
    }

    public long[] copyFlags(int length) {
        return Arrays.copyOf(flags, length);
    }

    public int[] copySizes(int length) {
        return Arrays.copyOf(sizes, length);
    }

    public int[] copyDates(int length) {
        return Arrays.copyOf(dates, length);
    }
}
