package io.postwerk.smtpserver.queue;

import io.postwerk.mail.MailId;

/** A mail of the queue in memory: how many recipients it still has, so that the last one takes the mail with it. */
final class QueueEntry {
    private final MailId id;
    private final long octets;
    private int open;

    QueueEntry(QueuedMail mail) {
        this.id = mail.id();
        this.octets = mail.octets();
        this.open = mail.recipients().size();
    }

    MailId id() {
        return id;
    }

    /**
     * Commits a change to the mail. One at a time for each mail: whether a removal is the last one depends on those
     * before it having happened.
     *
     * @param removed how many recipients the change removes
     * @return whether the mail is gone now
     */
    synchronized boolean commit(MailQueue queue, QueueChange.Builder change, int removed) throws QueueException {
        boolean last = removed > 0 && removed == open;
        if (last) {
            change.finish(id, octets);
        }
        queue.commit(change.build());
        open -= removed;
        return last;
    }
}
