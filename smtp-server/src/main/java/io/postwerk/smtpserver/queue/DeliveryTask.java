package io.postwerk.smtpserver.queue;

import io.postwerk.smtpserver.Destination;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Recipients of one mail that are to be tried together.
 *
 * @param entry the mail
 * @param recipients their indexes
 * @param destination of all of them
 * @param nextHop of all of them, as {@link DeliveryTransport#nextHop} names it
 * @param due not before this
 * @param ageCheck when the age of the mail calls for a report, if it still waits then
 * @param fresh whether none of them was tried yet
 * @param mail the mail itself as long as few wait, so that it need not be read again
 */
record DeliveryTask(
        QueueEntry entry,
        Set<Integer> recipients,
        Destination destination,
        String nextHop,
        Instant due,
        Instant ageCheck,
        boolean fresh,
        Optional<QueuedMail> mail)
        implements Comparable<DeliveryTask> {

    DeliveryTask {
        recipients = Set.copyOf(recipients);
    }

    /** The same at another time, read again from the queue then. */
    DeliveryTask later(Instant time) {
        return new DeliveryTask(entry, recipients, destination, nextHop, time, ageCheck, false, Optional.empty());
    }

    @Override
    public int compareTo(DeliveryTask other) {
        return due.compareTo(other.due);
    }
}
