package io.postwerk.mail;

import io.postwerk.mail.BodyPart.Range;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the structure of a message (RFC 2045, RFC 2046) in one pass over its lines. What exceeds a limit becomes a part
 * that is not looked into.
 */
final class SummaryReader {
    /** How deep multiparts and messages may lie in each other. */
    static final int MAX_DEPTH = 100;

    /** How much of one header is looked at. */
    static final int MAX_HEADER_OCTETS = 256 * 1024;

    /** How much of all headers of a message together is looked at. */
    static final int MAX_ALL_HEADER_OCTETS = 2 * 1024 * 1024;

    private final MessageSource source;
    private final LineScanner lines;
    private final Boundaries boundaries = new Boundaries();
    private final SummaryAllowance allowance;
    private int headerOctetsLeft = MAX_ALL_HEADER_OCTETS;

    /** Whether the line at which the last part ended is a boundary; if not, the message is at its end. */
    private int hit = Boundaries.NONE;

    /** Start of the innermost part that was read last: no enclosing part ends before it. */
    private long contentStart;

    private byte[] header = new byte[4096];
    private int headerLength;

    private SummaryReader(MessageSource source, SummaryAllowance allowance) {
        this.allowance = allowance;
        this.source = source;
        this.lines = new LineScanner(source);
    }

    static MessageSummary read(MessageSource message, SummaryAllowance allowance) throws IOException {
        SummaryReader reader = new SummaryReader(message, allowance);
        Entity root = reader.entity(EntityHeader.Kind.MESSAGE, 0);
        return new MessageSummary(message.size(), root.header.envelope(), root.part);
    }

    /** A part, and its header for callers that need the envelope. */
    private record Entity(EntityHeader header, BodyPart part) {}

    /** Reads a header and the body after it, up to and including the boundary line that ends it. */
    private Entity entity(EntityHeader.Kind kind, int depth) throws IOException {
        allowance.takePart();
        long headerStart = lines.end();
        boolean bodyFollows = readHeader();
        EntityHeader entityHeader = EntityHeader.parse(header, headerLength, kind, allowance);
        contentStart = headerStart;
        long bodyStart = bodyFollows ? lines.end() : bodyEnd();
        contentStart = bodyStart;
        Range headerRange = new Range(headerStart, bodyStart - headerStart);
        if (!bodyFollows) {
            BodyPart empty = part(entityHeader.opaque(), headerRange, new Range(bodyStart, 0), 0, new BodyPart.Leaf());
            return new Entity(entityHeader, empty);
        }
        long linesBefore = lines.lineEndsBefore() + 1;
        EntityHeader shown = entityHeader;
        BodyPart.Content content = new BodyPart.Leaf();
        List<BodyPart> children = null;
        if (entityHeader.isMultipart() && depth < MAX_DEPTH) {
            children = multipart(entityHeader, depth);
        } else if (entityHeader.isMessage() && depth < MAX_DEPTH && allowance.hasParts()) {
            Entity nested = entity(EntityHeader.Kind.MESSAGE, depth + 1);
            content = new BodyPart.Message(nested.header.envelope(), nested.part);
        } else {
            shown = entityHeader.opaque();
            skipToBoundary();
        }
        Range octets = new Range(bodyStart, bodyEnd() - bodyStart);
        long lineEnds = lineEndsIn(octets, linesBefore);
        if (children != null) {
            if (children.isEmpty()) {
                // There is no boundary line: the whole body is the only part, so that it can be read.
                children.add(part(EntityHeader.PLAIN_TEXT, new Range(bodyStart, 0), octets, lineEnds, content));
            }
            content = new BodyPart.Multipart(children);
        }
        return new Entity(entityHeader, part(shown, headerRange, octets, lineEnds, content));
    }

    private List<BodyPart> multipart(EntityHeader entityHeader, int depth) throws IOException {
        List<BodyPart> children = new ArrayList<>();
        int level = boundaries.push(entityHeader.boundary());
        skipToBoundary(); // RFC 2046 5.1.1: the preamble
        while (hit == level && !boundaries.isClosing()) {
            if (!allowance.hasParts()) {
                boundaries.popTo(level);
                children.add(rest());
                return children;
            }
            children.add(entity(entityHeader.kindOfParts(), depth + 1).part);
        }
        boundaries.popTo(level);
        if (hit == level) {
            skipToBoundary(); // RFC 2046 5.1.1: the epilogue
        }
        return children;
    }

    /** All that is left of a multipart, as one part without a header. */
    private BodyPart rest() throws IOException {
        long start = lines.end();
        long linesBefore = lines.lineEndsBefore() + (lines.terminator() > 0 ? 1 : 0);
        contentStart = start;
        skipToBoundary();
        Range octets = new Range(start, bodyEnd() - start);
        return part(
                EntityHeader.OPAQUE, new Range(start, 0), octets, lineEndsIn(octets, linesBefore), new BodyPart.Leaf());
    }

    private static BodyPart part(
            EntityHeader header, Range headerRange, Range octets, long lines, BodyPart.Content content) {
        return new BodyPart(
                header.type(),
                header.subtype(),
                header.parameters(),
                header.id(),
                header.description(),
                header.encoding(),
                header.md5(),
                header.disposition(),
                header.languages(),
                header.location(),
                headerRange,
                octets,
                lines,
                content);
    }

    /** Reads up to the empty line; false if there is none, because a boundary or the end of the message comes first. */
    private boolean readHeader() throws IOException {
        headerLength = 0;
        int room = Math.min(MAX_HEADER_OCTETS, headerOctetsLeft);
        while (lines.advance()) {
            hit = boundaries.match(lines);
            if (hit != Boundaries.NONE) {
                return false;
            }
            if (lines.isEmptyLine()) {
                headerOctetsLeft -= headerLength;
                return true;
            }
            int length = lines.next() - lines.from();
            if (length <= room - headerLength) {
                if (headerLength + length > header.length) {
                    header = Arrays.copyOf(header, Math.max(2 * header.length, headerLength + length));
                }
                System.arraycopy(lines.window(), lines.from(), header, headerLength, length);
                headerLength += length;
            } else {
                room = headerLength;
            }
        }
        hit = Boundaries.NONE;
        return false;
    }

    private void skipToBoundary() throws IOException {
        while (lines.advance()) {
            hit = boundaries.match(lines);
            if (hit != Boundaries.NONE) {
                return;
            }
        }
        hit = Boundaries.NONE;
    }

    /** The line end before a boundary belongs to the boundary (RFC 2046 section 5.1.1). */
    private long bodyEnd() {
        return hit == Boundaries.NONE
                ? source.size()
                : Math.max(contentStart, lines.start() - lines.previousTerminator());
    }

    private long lineEndsIn(Range octets, long linesBefore) {
        long all = lines.lineEndsBefore() - linesBefore;
        return octets.end() < lines.start() ? all - 1 : all;
    }
}
