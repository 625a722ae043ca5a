package io.postwerk.imapserver.imap.session;

import io.postwerk.store.Flags;
import io.postwerk.store.UidSet;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Message sequence numbers of one session (RFC 3501 section 2.3.1.2): the UIDs (RFC 3501 section 2.3.1.1) and flags of
 * the messages that the client knows of, in order. Here they are counted from 0.
 */
final class SequenceNumbers {
    private long[] uids;
    private Flags[] flags;
    private int count;

    /** Few combinations of flags are in use: each is kept once. */
    private final Map<Flags, Flags> known = new HashMap<>();

    SequenceNumbers(int expected) {
        uids = new long[Math.max(expected, 16)];
        flags = new Flags[uids.length];
    }

    int count() {
        return count;
    }

    long uid(int index) {
        return uids[index];
    }

    Flags flags(int index) {
        return flags[index];
    }

    /** The UID of the last message, 0 if there is none. */
    long lastUid() {
        return count == 0 ? 0 : uids[count - 1];
    }

    /** Like {@link Arrays#binarySearch(long[], long)}. */
    int indexOf(long uid) {
        return Arrays.binarySearch(uids, 0, count, uid);
    }

    /** The index of the first message with this UID or a greater one. */
    int atOrAfter(long uid) {
        int index = indexOf(uid);
        return index < 0 ? -index - 1 : index;
    }

    void append(long uid, Flags messageFlags) {
        if (count == uids.length) {
            uids = Arrays.copyOf(uids, 2 * count);
            flags = Arrays.copyOf(flags, 2 * count);
        }
        uids[count] = uid;
        setFlags(count++, messageFlags);
    }

    void setFlags(int index, Flags messageFlags) {
        Flags same = known.putIfAbsent(messageFlags, messageFlags);
        flags[index] = same == null ? messageFlags : same;
    }

    /**
     * Takes messages out.
     *
     * @param removed called for each with its index after the removal of those before it, as EXPUNGE counts (RFC 3501
     *     section 7.4.1)
     */
    void removeAll(UidSet gone, IntConsumer removed) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (gone.contains(uids[i])) {
                removed.accept(kept);
            } else {
                uids[kept] = uids[i];
                flags[kept++] = flags[i];
            }
        }
        Arrays.fill(flags, kept, count, null);
        count = kept;
    }
}
