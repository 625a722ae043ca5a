package io.postwerk.smtpserver.queue;

import io.postwerk.mail.MailId;
import io.postwerk.mail.MessageSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where mail waits that was accepted and is not delivered yet. What an engine must do is in its contract tests. Safe for
 * use by many threads; every method may block.
 */
public interface MailQueue extends AutoCloseable {

    /**
     * Makes a change, and waits until it is durable (or, if it asks for no sync, written).
     *
     * @throws QueueException the change could not be made: a body could not be read, the disk is full, or the queue is
     *     closed; then nothing of it happened. If the disk is broken, it may be there after a restart
     */
    void commit(QueueChange change) throws QueueException;

    /**
     * Whether a new mail of that size may be added. Changes of mail that is there, and reports on it, may be made all the same:
     * room is reserved for them. Does not block.
     */
    boolean hasRoomFor(long octets);

    /** Whether the last change found no room on the disk. */
    boolean isFull();

    /** A mail with the recipients that it still has; empty if it is gone. */
    Optional<QueuedMail> find(MailId id) throws QueueException;

    /**
     * The body of a mail, read from the disk as it is asked for; reading fails once the mail is gone.
     *
     * @param mail as {@link #find} gave it
     */
    MessageSource body(QueuedMail mail);

    /** Shows every mail in the order of arrival. For the start of the program, and for administration. */
    void forEach(Consumer<QueuedMail> consumer) throws QueueException;

    @Override
    void close();
}
