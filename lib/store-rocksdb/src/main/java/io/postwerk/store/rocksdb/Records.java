package io.postwerk.store.rocksdb;

import io.postwerk.mail.CompactReader;
import io.postwerk.mail.CompactWriter;
import io.postwerk.store.StoreResult.AppendResult;
import io.postwerk.store.UidSet;
import java.util.ArrayList;
import java.util.List;

/** The small records. */
final class Records {
    private Records() {}

    static byte[] uids(UidSet uids) {
        List<UidSet.Range> ranges = uids.ranges();
        CompactWriter out = new CompactWriter().number(ranges.size());
        for (UidSet.Range range : ranges) {
            out.number(range.first()).number(range.last() - range.first());
        }
        return out.toByteArray();
    }

    static UidSet uids(byte[] encoded) {
        CompactReader in = new CompactReader(encoded);
        int count = in.count(2);
        List<UidSet.Range> ranges = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long first = in.number();
            ranges.add(new UidSet.Range(first, first + in.number()));
        }
        return UidSet.of(ranges);
    }

    /** When a delivery came, in seconds, and what became of it. */
    record Delivery(long time, AppendResult.Duplicate replay) {
        byte[] encode() {
            return new CompactWriter(16)
                    .number(time)
                    .number(replay.uidValidity())
                    .number(replay.uid())
                    .toByteArray();
        }

        static Delivery decode(byte[] encoded) {
            CompactReader in = new CompactReader(encoded);
            return new Delivery(in.number(), new AppendResult.Duplicate(in.number(), in.number()));
        }
    }

    /**
     * A body that no message refers to.
     *
     * @param since seconds, or {@link #PENDING} if it is still being written
     * @param octets its size
     */
    record Garbage(long since, long octets) {
        static final long PENDING = Long.MAX_VALUE;

        byte[] encode() {
            return new CompactWriter(24).number(since).number(octets).toByteArray();
        }

        static Garbage decode(byte[] encoded) {
            CompactReader in = new CompactReader(encoded);
            return new Garbage(in.number(), in.number());
        }
    }

    static byte[] count(long count) {
        return new CompactWriter(16).number(count).toByteArray();
    }

    static long count(byte[] encoded) {
        return new CompactReader(encoded).number();
    }
}
