package io.postwerk.smtpserver.queue;

import io.postwerk.mail.MailId;
import io.postwerk.mail.MessageSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * Where mail waits that was accepted and is not delivered yet. What an engine must do is in its contract tests. Safe for
 * use by many threads; every method may block.
 */
public interface MailQueue extends AutoCloseable {

    /**
     * Hands over a change. Changes take effect in the order of their submission; the future completes once this one is
     * durable (or, if it asks for no sync, written), never earlier, and exceptionally with a {@link QueueException} if it
     * was not: then nothing of it happened.
     *
     * @throws QueueException the change could not even be handed over, a body could not be read, or the queue is closed
     */
    CompletableFuture<Void> submit(QueueChange change) throws QueueException;

    /**
     * {@link #submit} and wait.
     *
     * @throws QueueException nothing of the change happened
     */
    default void commit(QueueChange change) throws QueueException {
        await(submit(change));
    }

    /** Waits for a submitted change. */
    static void await(CompletableFuture<Void> submitted) throws QueueException {
        try {
            submitted.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof QueueException cause) {
                throw cause;
            }
            throw new QueueException("the queue failed", e.getCause());
        }
    }

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
