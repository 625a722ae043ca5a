package io.postwerk.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import java.util.stream.Collectors;

/**
 * A set of UIDs, kept as ascending ranges that neither meet nor overlap. A range may reach far beyond the UIDs that
 * exist. Immutable.
 */
public final class UidSet implements Iterable<Long> {
    /** The largest UID (RFC 3501 section 9, nz-number). */
    public static final long MAX_UID = 0xFFFF_FFFFL;

    public static final UidSet EMPTY = new UidSet(new long[0]);

    /** Every UID there can be. */
    public static final UidSet ALL = range(1, MAX_UID);

    private final long[] bounds;

    private UidSet(long[] bounds) {
        this.bounds = bounds;
    }

    /**
     * A range with both its ends.
     *
     * @param first from 1
     * @param last not less than {@code first}
     */
    public record Range(long first, long last) implements Comparable<Range> {
        public Range {
            if (first < 1 || last < first || last > MAX_UID) {
                throw new IllegalArgumentException("no range of UIDs: " + first + ":" + last);
            }
        }

        @Override
        public int compareTo(Range other) {
            return Long.compare(first, other.first);
        }
    }

    public static UidSet of(long... uids) {
        long[] sorted = uids.clone();
        Arrays.sort(sorted);
        Builder builder = new Builder();
        for (long uid : sorted) {
            builder.add(uid);
        }
        return builder.build();
    }

    public static UidSet range(long first, long last) {
        return of(List.of(new Range(first, last)));
    }

    /** The union of these ranges, which may come in any order and overlap. */
    public static UidSet of(List<Range> ranges) {
        Builder builder = new Builder();
        ranges.stream().sorted().forEach(r -> builder.add(r.first(), r.last()));
        return builder.build();
    }

    public boolean isEmpty() {
        return bounds.length == 0;
    }

    public boolean contains(long uid) {
        int at = Arrays.binarySearch(bounds, uid);
        // Found: some range begins or ends there. Not found: inside a range if an odd number of bounds lie before.
        return at >= 0 || (-at - 1) % 2 == 1;
    }

    /** How many UIDs, whether messages have them or not. */
    public long size() {
        long size = 0;
        for (int i = 0; i < bounds.length; i += 2) {
            size += bounds[i + 1] - bounds[i] + 1;
        }
        return size;
    }

    /** @throws NoSuchElementException if there is none */
    public long first() {
        return bound(0);
    }

    /** @throws NoSuchElementException if there is none */
    public long last() {
        return bound(bounds.length - 1);
    }

    private long bound(int index) {
        if (isEmpty()) {
            throw new NoSuchElementException("no UID");
        }
        return bounds[index];
    }

    public List<Range> ranges() {
        List<Range> all = new ArrayList<>(bounds.length / 2);
        for (int i = 0; i < bounds.length; i += 2) {
            all.add(new Range(bounds[i], bounds[i + 1]));
        }
        return all;
    }

    public UidSet union(UidSet other) {
        if (isEmpty()) {
            return other;
        }
        if (other.isEmpty()) {
            return this;
        }
        List<Range> all = ranges();
        all.addAll(other.ranges());
        return of(all);
    }

    /** Every UID in ascending order, whether a message has it or not. */
    @Override
    public Iterator<Long> iterator() {
        return new PrimitiveIterator.OfLong() {
            private int range;
            private long next = bounds.length == 0 ? 0 : bounds[0];

            @Override
            public boolean hasNext() {
                return range < bounds.length;
            }

            @Override
            public long nextLong() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                long uid = next;
                if (uid == bounds[range + 1]) {
                    range += 2;
                    next = range < bounds.length ? bounds[range] : 0;
                } else {
                    next++;
                }
                return uid;
            }
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof UidSet that && Arrays.equals(bounds, that.bounds);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bounds);
    }

    /** As IMAP writes a set: {@code 1:4,7}. */
    @Override
    public String toString() {
        return ranges().stream()
                .map(r -> r.first() == r.last() ? "" + r.first() : r.first() + ":" + r.last())
                .collect(Collectors.joining(","));
    }

    /** Makes a set of UIDs that come in ascending order, in linear time. */
    public static final class Builder {
        private long[] bounds = new long[8];
        private int used;

        /** @param uid not less than any that was added before */
        public Builder add(long uid) {
            return add(uid, uid);
        }

        /** @param first not less than the first of any range that was added before */
        public Builder add(long first, long last) {
            if (first < 1 || last < first || last > MAX_UID || used > 0 && first < bounds[used - 2]) {
                throw new IllegalArgumentException("no UIDs, or not ascending: " + first + ":" + last);
            }
            if (used > 0 && first <= bounds[used - 1] + 1) {
                bounds[used - 1] = Math.max(bounds[used - 1], last);
                return this;
            }
            if (used == bounds.length) {
                bounds = Arrays.copyOf(bounds, 2 * used);
            }
            bounds[used++] = first;
            bounds[used++] = last;
            return this;
        }

        public UidSet build() {
            return used == 0 ? EMPTY : new UidSet(Arrays.copyOf(bounds, used));
        }
    }
}
