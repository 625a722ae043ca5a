package io.postwerk.smtpserver.queue;

import io.postwerk.mail.MailId;
import io.postwerk.mail.MessageSource;
import java.util.ArrayList;
import java.util.List;

/**
 * What happens to the queue as one: all of it or nothing. A bounce and the removal of the recipients that it reports are
 * one change, so that neither is ever without the other.
 *
 * @param steps applied in this order
 * @param sync whether the change counts as done only when it would survive a loss of power. Without it a replay is
 *     possible: right for the removal of what was delivered, which the mailbox store recognises by its delivery id
 */
public record QueueChange(List<Step> steps, boolean sync) {

    public QueueChange {
        steps = List.copyOf(steps);
    }

    /** One step of a change. */
    public sealed interface Step {}

    /** A new mail. The body is read before {@link MailQueue#commit} returns, and stays the caller's to close. */
    public record Add(QueuedMail mail, MessageSource body) implements Step {}

    /** The recipient of that index has this new state. */
    public record Update(MailId mail, QueuedRecipient recipient) implements Step {}

    /** The recipient needs nothing more: delivered, bounced or dropped. */
    public record Remove(MailId mail, int recipient) implements Step {}

    /** The mail's last recipient was removed: its envelope and body go too. {@code octets} is the mail's size. */
    public record Finish(MailId mail, long octets) implements Step {}

    /** Collects steps. */
    public static final class Builder {
        private final List<Step> steps = new ArrayList<>();
        private boolean sync;

        public Builder add(QueuedMail mail, MessageSource body) {
            steps.add(new Add(mail, body));
            sync = true;
            return this;
        }

        public Builder update(MailId mail, QueuedRecipient recipient) {
            steps.add(new Update(mail, recipient));
            return this;
        }

        public Builder remove(MailId mail, int recipient) {
            steps.add(new Remove(mail, recipient));
            return this;
        }

        public Builder finish(MailId mail, long octets) {
            steps.add(new Finish(mail, octets));
            return this;
        }

        public boolean isEmpty() {
            return steps.isEmpty();
        }

        /** Synced if something was added, else only written. */
        public QueueChange build() {
            return new QueueChange(steps, sync);
        }
    }
}
