package io.postwerk.imapserver.imap.session;

import io.postwerk.store.UidSet;

/** The messages of a view that are \Recent to its session (RFC 3501 section 2.3.2). */
final class RecentMessages {
    private final Numbering numbering;
    private UidSet uids = UidSet.EMPTY;
    private int count;

    RecentMessages(Numbering numbering) {
        this.numbering = numbering;
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
        int first = Math.max(numbering.count() - messages, 0);
        if (first < numbering.count()) {
            add(UidSet.range(numbering.uid(first), numbering.lastUid()));
        }
    }

    /** Some messages have left the view, or come. */
    void recount() {
        count = 0;
        int index = uids.isEmpty() ? numbering.count() : numbering.atOrAfter(uids.first());
        for (int i = index; i < numbering.count(); i++) {
            if (uids.contains(numbering.uid(i))) {
                count++;
            }
        }
    }
}
