package io.postwerk.smtpserver.queue;

import io.postwerk.mail.MailId;
import io.postwerk.mail.MessageSource;
import io.postwerk.smtp.EnhancedCode;
import io.postwerk.smtpserver.DeliveryFailure;
import io.postwerk.smtpserver.MailEvent;
import io.postwerk.smtpserver.queue.DeliveryTransport.Outcome;
import io.postwerk.smtpserver.queue.FailureReports.Case;
import io.postwerk.smtpserver.queue.FailureReports.Kind;
import io.postwerk.smtpserver.queue.FailureReports.Report;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One attempt: delivers the mail, and writes what became of it to the queue as one change. Recipients that were reached are
 * removed, those refused for now are deferred, those given up are removed together with the report that is added.
 */
final class DeliveryAttempt {
    /** What the next hop did. */
    enum Server {
        ANSWERED,
        /** It answered, and refused all of it for now. */
        REFUSED,
        AWAY,
        NOT_ASKED
    }

    /**
     * What is left to do.
     *
     * @param finished the mail is not in the queue any more
     * @param remaining recipients of this attempt that are to be tried again, with the time
     * @param reports mails that were added
     */
    record Result(Server server, boolean finished, List<QueuedRecipient> remaining, List<QueuedMail> reports) {}

    /** RFC 3463 3.5: X.4.1 no answer from host. */
    private static final DeliveryFailure AWAY =
            new DeliveryFailure("", 450, new EnhancedCode(4, 4, 1), "the server it goes to cannot be reached");

    private final MailQueue queue;
    private final DeliveryTransport transport;
    private final RetryPolicy policy;
    private final FailureReports reports;
    private final MailEvent.Observer observer;
    private final InstantSource clock;

    DeliveryAttempt(
            MailQueue queue,
            DeliveryTransport transport,
            RetryPolicy policy,
            FailureReports reports,
            MailEvent.Observer observer,
            InstantSource clock) {
        this.queue = queue;
        this.transport = transport;
        this.policy = policy;
        this.reports = reports;
        this.observer = observer;
        this.clock = clock;
    }

    /** Tries the task's recipients. */
    Result run(DeliveryTask task, QueuedMail mail) throws QueueException {
        List<QueuedRecipient> recipients = recipients(task, mail);
        if (recipients.isEmpty()) {
            return new Result(Server.NOT_ASKED, false, List.of(), List.of());
        }
        try (MessageSource body = queue.body(mail)) {
            List<Outcome> outcomes = transport.deliver(mail, recipients, body);
            Settlement settlement = new Settlement(mail, body);
            for (int i = 0; i < recipients.size(); i++) {
                settlement.settle(recipients.get(i), outcomes.get(i));
            }
            return settlement.commit(task.entry(), server(outcomes));
        }
    }

    /** Checks the age of a mail that waits for a server that is away. */
    Result checkAge(DeliveryTask task, QueuedMail mail) throws QueueException {
        try (MessageSource body = queue.body(mail)) {
            Settlement settlement = new Settlement(mail, body);
            recipients(task, mail)
                    .forEach(recipient -> settlement.settle(
                            recipient,
                            new Outcome.Unreachable(recipient.lastFailure().orElse(AWAY))));
            return settlement.commit(task.entry(), Server.NOT_ASKED);
        }
    }

    private static List<QueuedRecipient> recipients(DeliveryTask task, QueuedMail mail) {
        return mail.recipients().stream()
                .filter(recipient -> task.recipients().contains(recipient.index()))
                .toList();
    }

    private static Server server(List<Outcome> outcomes) {
        boolean away = false;
        boolean refused = true;
        for (Outcome outcome : outcomes) {
            away |= outcome instanceof Outcome.Unreachable || outcome instanceof Outcome.Lost;
            refused &= outcome instanceof Outcome.Refused(DeliveryFailure failure) && saysNothingOfTheMail(failure);
        }
        if (away) {
            return Server.AWAY;
        }
        return refused ? Server.REFUSED : Server.ANSWERED;
    }

    /** Whether a refusal may be about the server as a whole. */
    private static boolean saysNothingOfTheMail(DeliveryFailure failure) {
        return !failure.permanent() && !failure.enhanced().equals(DeliveryFailure.MAILBOX_FULL);
    }

    /** Collects what the outcomes mean for one mail. */
    private final class Settlement {
        private final QueuedMail mail;
        private final MessageSource body;
        private final Instant now = clock.instant();
        private final QueueChange.Builder change = new QueueChange.Builder();
        private final List<MailEvent> events = new ArrayList<>();
        private final List<Case> failed = new ArrayList<>();
        private final List<QueuedRecipient> remaining = new ArrayList<>();
        private final List<QueuedMail> added = new ArrayList<>();
        private int removed;

        Settlement(QueuedMail mail, MessageSource body) {
            this.mail = mail;
            this.body = body;
        }

        void settle(QueuedRecipient recipient, Outcome outcome) {
            switch (outcome) {
                case Outcome.Delivered(String host) -> {
                    remove(recipient);
                    events.add(new MailEvent.Delivered(mail.id(), recipient.address(), host, recipient.attempts() + 1));
                }
                case Outcome.Refused(DeliveryFailure failure) -> {
                    if (failure.permanent() || policy.expired(mail, now)) {
                        failed.add(new Case(recipient, failure));
                    } else {
                        defer(recipient, failure);
                    }
                }
                case Outcome.Lost(DeliveryFailure failure) -> {
                    if (policy.expired(mail, now)) {
                        failed.add(new Case(recipient, failure));
                    } else {
                        defer(recipient, failure);
                    }
                }
                case Outcome.Unreachable(DeliveryFailure failure) -> {
                    if (policy.expired(mail, now)) {
                        failed.add(new Case(recipient, failure));
                    } else {
                        remaining.add(recipient);
                    }
                }
            }
        }

        private void remove(QueuedRecipient recipient) {
            change.remove(mail.id(), recipient.index());
            removed++;
        }

        private void defer(QueuedRecipient recipient, DeliveryFailure failure) {
            Instant next = policy.nextAttempt(recipient.destination(), failure, recipient.attempts() + 1, now);
            QueuedRecipient deferred = recipient.deferred(failure, next);
            change.update(mail.id(), deferred);
            remaining.add(deferred);
            events.add(new MailEvent.Deferred(mail.id(), recipient.address(), failure, next));
        }

        Result commit(QueueEntry entry, Server server) throws QueueException {
            reportFailed();
            reportDelayed();
            boolean finished = !change.isEmpty() && entry.commit(queue, change, removed);
            events.forEach(observer::observe);
            return new Result(server, finished, remaining, added);
        }

        private void reportFailed() {
            if (failed.isEmpty()) {
                return;
            }
            switch (reports.report(Kind.FAILED, mail, failed, body)) {
                case Report.Ready(QueuedMail report, MessageSource text) -> {
                    change.add(report, text);
                    added.add(report);
                    giveUp(Optional.of(report.id()));
                }
                case Report.Nobody(String reason) -> {
                    giveUp(Optional.empty());
                    events.add(new MailEvent.ReportDropped(mail.id(), reason));
                }
                case Report.Later(String reason) -> {
                    if (policy.abandoned(mail, now)) {
                        giveUp(Optional.empty());
                        events.add(new MailEvent.ReportDropped(mail.id(), reason));
                    } else {
                        // It has waited so long that a little longer does no harm; to lose the report would.
                        failed.forEach(it -> defer(it.recipient(), it.failure()));
                    }
                }
            }
        }

        private void giveUp(Optional<MailId> report) {
            failed.forEach(it -> {
                remove(it.recipient());
                events.add(new MailEvent.Failed(mail.id(), it.recipient().address(), it.failure(), report));
            });
        }

        private void reportDelayed() {
            List<Case> delayed = remaining.stream()
                    .filter(recipient -> policy.delayed(mail, recipient, now))
                    .map(recipient ->
                            new Case(recipient, recipient.lastFailure().orElse(AWAY)))
                    .toList();
            if (delayed.isEmpty()) {
                return;
            }
            switch (reports.report(Kind.DELAYED, mail, delayed, body)) {
                case Report.Ready(QueuedMail report, MessageSource text) -> {
                    change.add(report, text);
                    added.add(report);
                    delayed.forEach(it -> {
                        markReported(it.recipient());
                        events.add(new MailEvent.DelayReported(
                                mail.id(), it.recipient().address(), report.id()));
                    });
                }
                case Report.Nobody nobody -> delayed.forEach(it -> markReported(it.recipient()));
                case Report.Later later -> {}
            }
        }

        private void markReported(QueuedRecipient recipient) {
            QueuedRecipient marked = recipient.withDelayReported();
            change.update(mail.id(), marked);
            remaining.replaceAll(other -> other.index() == marked.index() ? marked : other);
        }
    }
}
