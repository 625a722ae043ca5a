package io.postwerk.store.rocksdb;

import io.postwerk.mail.CompactReader;
import io.postwerk.mail.CompactWriter;
import io.postwerk.store.engine.MessageRow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The rows of up to {@value #ROWS} messages of a folder, whose UIDs are neighbours, as one record: opening a folder reads
 * some hundreds of records instead of some ten thousands, and changing all its flags writes as few. The price is that an
 * append writes the last page again, of which there are some hundred octets. Only the committer's thread uses it.
 */
final class Page {
    static final int ROWS = 64;

    private static final int BITS = 6;

    final long number;
    private final List<MessageRow> rows = new ArrayList<>();
    private CompactWriter encoded = new CompactWriter();

    Page(long number) {
        this.number = number;
    }

    /** The page that has the message with this UID. */
    static long of(long uid) {
        return uid >>> BITS;
    }

    /** The first UID of a page, except that there is no UID 0. */
    static long firstUid(long page) {
        return Math.max(1, page << BITS);
    }

    static long lastUid(long page) {
        return (page << BITS) + ROWS - 1;
    }

    static Page decode(long number, byte[] record) {
        Page page = new Page(number);
        read(number, record, page::add);
        return page;
    }

    /** Gives the rows of a record, in the order of their UIDs. */
    static void read(long number, byte[] record, Consumer<MessageRow> rows) {
        CompactReader in = new CompactReader(record);
        while (in.hasMore()) {
            long uid = (number << BITS) + in.number();
            long modSeq = in.number();
            // In two numbers, since a number has 63 bits at most.
            long flags = in.number() | in.number() << 8;
            rows.accept(new MessageRow(uid, modSeq, flags, (int) in.number(), in.number(), in.number()));
        }
    }

    /** Adds a row behind all others. */
    void add(MessageRow row) {
        rows.add(row);
        write(row);
    }

    /** Puts rows in the place of those with the same UIDs, which must be there. */
    void replace(List<MessageRow> changed) {
        for (MessageRow row : changed) {
            rows.set(indexOf(row.uid()), row);
        }
        encode();
    }

    /** Removes rows, which must be there. */
    void remove(List<MessageRow> gone) {
        for (MessageRow row : gone) {
            rows.remove(indexOf(row.uid()));
        }
        encode();
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    byte[] encoded() {
        return encoded.toByteArray();
    }

    private int indexOf(long uid) {
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).uid() == uid) {
                return i;
            }
        }
        throw new IllegalStateException("message " + uid + " is not in its page");
    }

    private void encode() {
        encoded = new CompactWriter();
        rows.forEach(this::write);
    }

    private void write(MessageRow row) {
        encoded.number(row.uid() - (number << BITS))
                .number(row.modSeq())
                .number(row.flags() & 0xFF)
                .number(row.flags() >>> 8)
                .number(row.octets())
                .number(row.date())
                .number(row.body());
    }
}
