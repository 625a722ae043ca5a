package io.postwerk.imapserver.imap.session;

import io.postwerk.store.UidSet;

/** The messages of a view that are \Recent to its session (RFC 3501 section 2.3.2). */
final class RecentMessages {
    private final SequenceNumbers numbers;
    private UidSet uids = UidSet.EMPTY;
    private int count;

    RecentMessages(SequenceNumbers numbers) {
        this.numbers = numbers;
    }

    /** How many of them are in the view. */
    int count() {
        return count;
    }

    boolean contains(long uid) {
        return uids.contains(uid);
    }

    /** These are recent too, those of them that are not in the view do not count. */
    void add(UidSet more) {
        uids = uids.union(more);
        recount();
    }

    /** The last messages of the view are recent too. */
    void addLast(int messages) {
        int first = Math.max(numbers.count() - messages, 0);
        if (first < numbers.count()) {
            add(UidSet.range(numbers.uid(first), numbers.lastUid()));
        }
    }

    /** Some messages have left the view, or come. */
    void recount() {
        count = 0;
        int index = uids.isEmpty() ? numbers.count() : numbers.atOrAfter(uids.first());
        for (int i = index; i < numbers.count(); i++) {
            if (uids.contains(numbers.uid(i))) {
                count++;
            }
        }
    }
}
