package io.postwerk.imapserver.imap.message;

import io.postwerk.mail.MessageSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * The fields of a header with some names, or with all but some names, as they stand (RFC 3501 section 6.4.5,
 * HEADER.FIELDS). The header is read once, in blocks, and its fields are never copied.
 */
final class HeaderFields {
    private static final byte[] EMPTY_LINE = {'\r', '\n'};

    /** Longer names are cut: they cannot be equal to a requested name. */
    private static final int LONGEST_NAME = 1000;

    /** Most runs of neighbouring fields that are told apart; what follows in a header is left out. */
    private static final int MAX_RUNS = 10_000;

    private final TreeSet<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final boolean wanted;
    private final MessageSource header;
    private final List<MessageSource> parts = new ArrayList<>();

    /** Where the run of fields that are kept, and is not in {@link #parts} yet, began; -1 if there is none. */
    private long runStart = -1;

    private HeaderFields(MessageSource header, Collection<String> names, boolean wanted) {
        this.header = header;
        this.names.addAll(names);
        this.wanted = wanted;
    }

    /**
     * @param names in any case
     * @param wanted whether fields with these names are kept, or left out
     * @return the fields and an empty line
     */
    static MessageSource select(MessageSource header, Collection<String> names, boolean wanted) throws IOException {
        HeaderFields fields = new HeaderFields(header, names, wanted);
        fields.scan();
        // RFC 3501 6.4.5: the delimiting blank line is always included
        fields.parts.add(MessageSource.of(EMPTY_LINE));
        return MessageSource.concat(fields.parts.toArray(MessageSource[]::new));
    }

    /** What the octets of a line mean so far. */
    private enum Where {
        LINE_START,
        NAME,
        BLANK_AFTER_NAME,
        REST,
    }

    private void scan() throws IOException {
        ByteBuffer block = ByteBuffer.allocate((int) Math.min(Math.max(header.size(), 1), 8 * 1024));
        StringBuilder name = new StringBuilder();
        Where where = Where.LINE_START;
        long lineStart = 0;
        long position = 0;
        while (header.read(position, block.clear()) > 0) {
            block.flip();
            while (block.hasRemaining()) {
                int octet = block.get() & 0xff;
                switch (where) {
                    case LINE_START -> {
                        lineStart = position;
                        if (parts.size() >= MAX_RUNS) {
                            return;
                        }
                        if (octet == '\r' || octet == '\n') {
                            endRun(position);
                            return;
                        }
                        name.setLength(0);
                        // RFC 5322 2.2.3: a line that begins with white space belongs to the field before it
                        where = isBlank(octet) ? Where.REST : Where.NAME;
                        append(name, octet);
                    }
                    case NAME, BLANK_AFTER_NAME -> {
                        if (octet == ':') {
                            field(name.toString(), lineStart);
                            where = Where.REST;
                        } else if (isBlank(octet)) {
                            where = Where.BLANK_AFTER_NAME;
                        } else if (where == Where.BLANK_AFTER_NAME || octet < ' ') {
                            endRun(lineStart);
                            where = Where.REST;
                        } else {
                            append(name, octet);
                        }
                    }
                    case REST -> {}
                }
                if (octet == '\n') {
                    where = Where.LINE_START;
                }
                position++;
            }
        }
        endRun(position);
    }

    private void field(String name, long start) {
        if (names.contains(name) == wanted) {
            if (runStart < 0) {
                runStart = start;
            }
        } else {
            endRun(start);
        }
    }

    private void endRun(long end) {
        if (runStart >= 0) {
            parts.add(header.slice(runStart, end - runStart));
            runStart = -1;
        }
    }

    private static void append(StringBuilder name, int octet) {
        if (name.length() < LONGEST_NAME) {
            name.append((char) octet);
        }
    }

    private static boolean isBlank(int octet) {
        return octet == ' ' || octet == '\t';
    }
}
