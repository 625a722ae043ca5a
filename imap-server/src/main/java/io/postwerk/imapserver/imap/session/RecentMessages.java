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

    /** Adds recent messages. Those that are not in the view are not counted. */
    void add(UidSet more) {
        uids = uids.union(more);
        recount();
    }

    /** Adds the last messages of the view. */
    void addLast(int messages) {
        int first = Math.max(numbers.count() - messages, 0);
        if (first < numbers.count()) {
            add(UidSet.range(numbers.uid(first), numbers.lastUid()));
        }
    }

    /** Counts again after the view has changed. */
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
