package io.postwerk.imapserver.imap.codec;

import java.util.ArrayList;
import java.util.List;

/**
 * A sequence-set of RFC 3501 section 9: message sequence numbers or UIDs, as ranges in the order given.
 *
 * @param ranges never empty
 */
public record SequenceSet(List<Range> ranges) {
    /** The greatest number of the grammar: unsigned 32 bits. */
    public static final long MAX = 0xffff_ffffL;

    /** How {@code *} is held: the largest number in use, whatever that is when the command runs. */
    public static final long STAR = Long.MAX_VALUE;

    public SequenceSet {
        ranges = List.copyOf(ranges);
    }

    /** Both ends inclusive, first <= last; either may be {@link #STAR}. */
    public record Range(long first, long last) {
        /** This range when {@code *} stands for a number. RFC 3501 6.4.8: "559:*" always has the last UID in it. */
        public Range resolve(long star) {
            long from = first == STAR ? star : first;
            long to = last == STAR ? star : last;
            return new Range(Math.min(from, to), Math.max(from, to));
        }

        public boolean contains(long number) {
            return first <= number && number <= last;
        }
    }

    /** All ranges with {@code *} replaced. */
    public List<Range> resolve(long star) {
        return ranges.stream().map(range -> range.resolve(star)).toList();
    }

    static SequenceSet parse(CommandScanner in) throws SyntaxException {
        List<Range> ranges = new ArrayList<>();
        do {
            if (ranges.size() == in.limits().setRanges()) {
                throw new SyntaxException("Too many ranges in the message set");
            }
            long first = number(in);
            long last = in.skip(':') ? number(in) : first;
            // RFC 3501 9: "2:4" and "4:2" are equivalent
            ranges.add(new Range(Math.min(first, last), Math.max(first, last)));
        } while (in.skip(','));
        return new SequenceSet(ranges);
    }

    private static long number(CommandScanner in) throws SyntaxException {
        return in.skip('*') ? STAR : in.nonZeroNumber();
    }

    /** As written on the wire. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Range range : ranges) {
            if (!text.isEmpty()) {
                text.append(',');
            }
            text.append(show(range.first));
            if (range.first != range.last) {
                text.append(':').append(show(range.last));
            }
        }
        return text.toString();
    }

    private static String show(long number) {
        return number == STAR ? "*" : Long.toString(number);
    }

    /**
     * The shortest set of numbers that are given in ascending order; empty text for none. Used for COPYUID (RFC 4315
     * 3).
     */
    public static String compact(long[] ascending) {
        StringBuilder text = new StringBuilder();
        int i = 0;
        while (i < ascending.length) {
            int start = i;
            while (i + 1 < ascending.length && ascending[i + 1] == ascending[i] + 1) {
                i++;
            }
            text.append(text.isEmpty() ? "" : ",").append(ascending[start]);
            if (i > start) {
                text.append(':').append(ascending[i]);
            }
            i++;
        }
        return text.toString();
    }
}
