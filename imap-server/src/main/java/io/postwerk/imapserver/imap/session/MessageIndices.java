package io.postwerk.imapserver.imap.session;

import io.postwerk.imapserver.imap.codec.MessageSet;
import io.postwerk.imapserver.imap.codec.SequenceSet;
import io.postwerk.store.UidSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.PrimitiveIterator;

/** The messages that a command addresses, as indices into the view of the folder: ascending, each once, from 0. */
public final class MessageIndices {
    /** Both ends inclusive. */
    private record Span(int first, int last) {}

    private final List<Span> spans;

    private MessageIndices(List<Span> spans) {
        this.spans = spans;
    }

    /**
     * Resolves a set against a view.
     *
     * @return empty if a message sequence number is not in use; UIDs that are not in use are just left out (RFC 3501
     *     section 6.4.8)
     */
    static Optional<MessageIndices> resolve(MessageSet messages, SequenceNumbers numbers) {
        return messages.uid() ? Optional.of(byUid(messages.set(), numbers)) : byNumber(messages.set(), numbers);
    }

    /** As {@link #resolve}, but message sequence numbers that are not in use are left out too. */
    static MessageIndices resolveInUse(MessageSet messages, SequenceNumbers numbers) {
        if (messages.uid()) {
            return byUid(messages.set(), numbers);
        }
        List<Span> spans = new ArrayList<>();
        for (SequenceSet.Range range : messages.set().resolve(numbers.count())) {
            int first = (int) Math.max(range.first(), 1) - 1;
            int last = (int) Math.min(range.last(), numbers.count()) - 1;
            if (first <= last) {
                spans.add(new Span(first, last));
            }
        }
        return new MessageIndices(merged(spans));
    }

    private static Optional<MessageIndices> byNumber(SequenceSet set, SequenceNumbers numbers) {
        List<Span> spans = new ArrayList<>();
        for (SequenceSet.Range range : set.resolve(numbers.count())) {
            // RFC 3501 9, seq-number: also "*" is an error if the mailbox is empty
            if (range.first() < 1 || range.last() > numbers.count()) {
                return Optional.empty();
            }
            spans.add(new Span((int) range.first() - 1, (int) range.last() - 1));
        }
        return Optional.of(new MessageIndices(merged(spans)));
    }

    static MessageIndices byUid(SequenceSet set, SequenceNumbers numbers) {
        List<Span> spans = new ArrayList<>();
        for (SequenceSet.Range range : set.resolve(numbers.lastUid())) {
            int first = numbers.atOrAfter(range.first());
            int last = numbers.atOrAfter(range.last() + 1) - 1;
            if (first <= last) {
                spans.add(new Span(first, last));
            }
        }
        return new MessageIndices(merged(spans));
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

    public PrimitiveIterator.OfInt iterator() {
        return new PrimitiveIterator.OfInt() {
            private int span;
            private int next = spans.isEmpty() ? 0 : spans.getFirst().first;

            @Override
            public boolean hasNext() {
                return span < spans.size();
            }

            @Override
            public int nextInt() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                int index = next;
                if (index < spans.get(span).last) {
                    next++;
                } else if (++span < spans.size()) {
                    next = spans.get(span).first;
                }
                return index;
            }
        };
    }

    /**
     * Their UIDs. The set is made of ranges, which can hold UIDs that no message of the folder has.
     */
    UidSet uids(SequenceNumbers numbers) {
        UidSet.Builder uids = new UidSet.Builder();
        for (Span span : spans) {
            uids.add(numbers.uid(span.first), numbers.uid(span.last));
        }
        return uids.build();
    }
}
