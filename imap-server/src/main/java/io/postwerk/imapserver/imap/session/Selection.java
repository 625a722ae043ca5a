package io.postwerk.imapserver.imap.session;

import io.postwerk.imapserver.imap.codec.MessageSet;
import io.postwerk.imapserver.imap.codec.SequenceSet;
import io.postwerk.store.UidSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.stream.IntStream;

/** The messages of a view that a command means, in ascending order and each once. Indices count from 0. */
public final class Selection {
    /** Both ends inclusive. */
    private record Span(int first, int last) {}

    private final List<Span> spans;

    private Selection(List<Span> spans) {
        this.spans = spans;
    }

    /**
     * Resolves a set against a view.
     *
     * @return empty if a message sequence number is not in use; UIDs that are not in use are just left out (RFC 3501
     *     section 6.4.8)
     */
    static Optional<Selection> resolve(MessageSet messages, Numbering numbering) {
        return messages.uid() ? Optional.of(byUid(messages.set(), numbering)) : byNumber(messages.set(), numbering);
    }

    /** The same, but message sequence numbers that are not in use are left out, too. */
    static Selection resolveInUse(MessageSet messages, Numbering numbering) {
        if (messages.uid()) {
            return byUid(messages.set(), numbering);
        }
        List<Span> spans = new ArrayList<>();
        for (SequenceSet.Range range : messages.set().resolve(numbering.count())) {
            int first = (int) Math.max(range.first(), 1) - 1;
            int last = (int) Math.min(range.last(), numbering.count()) - 1;
            if (first <= last) {
                spans.add(new Span(first, last));
            }
        }
        return new Selection(merged(spans));
    }

    private static Optional<Selection> byNumber(SequenceSet set, Numbering numbering) {
        List<Span> spans = new ArrayList<>();
        for (SequenceSet.Range range : set.resolve(numbering.count())) {
            // RFC 3501 9, seq-number: also "*" is an error if the mailbox is empty
            if (range.first() < 1 || range.last() > numbering.count()) {
                return Optional.empty();
            }
            spans.add(new Span((int) range.first() - 1, (int) range.last() - 1));
        }
        return Optional.of(new Selection(merged(spans)));
    }

    static Selection byUid(SequenceSet set, Numbering numbering) {
        List<Span> spans = new ArrayList<>();
        for (SequenceSet.Range range : set.resolve(numbering.lastUid())) {
            int first = numbering.atOrAfter(range.first());
            int last = numbering.atOrAfter(range.last() + 1) - 1;
            if (first <= last) {
                spans.add(new Span(first, last));
            }
        }
        return new Selection(merged(spans));
    }

    private static List<Span> merged(List<Span> spans) {
        spans.sort(Comparator.comparingInt(Span::first));
        List<Span> merged = new ArrayList<>();
        for (Span span : spans) {
            if (!merged.isEmpty() && span.first <= merged.getLast().last + 1) {
                Span before = merged.removeLast();
                merged.add(new Span(before.first, Math.max(before.last, span.last)));
            } else {
                merged.add(span);
            }
        }
        return List.copyOf(merged);
    }

    public boolean isEmpty() {
        return spans.isEmpty();
    }

    public int size() {
        return spans.stream().mapToInt(span -> span.last - span.first + 1).sum();
    }

    public boolean contains(int index) {
        int low = 0;
        int high = spans.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Span span = spans.get(middle);
            if (index < span.first) {
                high = middle - 1;
            } else if (index > span.last) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    public PrimitiveIterator.OfInt indices() {
        return spans.stream()
                .flatMapToInt(span -> IntStream.rangeClosed(span.first, span.last))
                .iterator();
    }

    /**
     * Their UIDs; between two neighbours of a span, other UIDs can be in the set which no message of the folder has.
     */
    UidSet uids(Numbering numbering) {
        UidSet.Builder uids = new UidSet.Builder();
        for (Span span : spans) {
            uids.add(numbering.uid(span.first), numbering.uid(span.last));
        }
        return uids.build();
    }
}
