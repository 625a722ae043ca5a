package io.postwerk.smtpserver.queue;

import static io.postwerk.smtpserver.queue.QueueFixtures.NOW;
import static io.postwerk.smtpserver.queue.QueueFixtures.added;
import static io.postwerk.smtpserver.queue.QueueFixtures.address;
import static io.postwerk.smtpserver.queue.QueueFixtures.body;

import io.postwerk.mail.MailId;
import io.postwerk.smtpserver.Destination;
import io.postwerk.smtpserver.MailEvent;
import io.postwerk.testkit.FakeClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A scheduler on a clock of its own, without threads: attempts run when the test says so. */
abstract class SchedulerFixture {
    static final Duration EXPIRY = Duration.ofDays(5);

    final FakeClock clock = FakeClock.at(NOW);
    final MemoryMailQueue queue = new MemoryMailQueue();
    final FakeTransport transport = new FakeTransport();
    final FakeReports reports = new FakeReports(clock);
    final List<MailEvent> events = new ArrayList<>();
    final ArrayDeque<Runnable> started = new ArrayDeque<>();
    DeliveryScheduler scheduler = scheduler();

    DeliveryScheduler scheduler() {
        RetryPolicy policy = new RetryPolicy(
                Stream.of(300, 900, 3600).map(Duration::ofSeconds).toList(), EXPIRY, Duration.ofHours(4), () -> 0.0);
        return new DeliveryScheduler(
                queue, transport, reports, events::add, new DeliveryScheduler.Settings(policy, clock, started::add, 3));
    }

    QueuedMail queued(String... recipients) throws QueueException {
        return queued(mail(recipients));
    }

    QueuedMail queued(QueuedMail mail) throws QueueException {
        queue.commit(added(mail, body("text")));
        scheduler.accept(mail);
        return mail;
    }

    /** Addresses at example.org are mailboxes, all others are remote. */
    QueuedMail mail(String... recipients) {
        List<QueuedRecipient> list = new ArrayList<>();
        for (String recipient : recipients) {
            Destination destination = recipient.endsWith("@example.org") ? Destination.MAILBOX : Destination.REMOTE;
            list.add(QueuedRecipient.create(
                    list.size(), address(recipient), address(recipient), destination, clock.instant()));
        }
        return new QueuedMail(
                MailId.create(clock.millis()),
                clock.instant(),
                Optional.of(address("sender@client.test")),
                false,
                4,
                list);
    }

    /** Starts what is due and runs it to its end, with what follows from it now. */
    Instant settle() {
        Instant next = scheduler.dispatch();
        while (!started.isEmpty()) {
            started.poll().run();
            next = scheduler.dispatch();
        }
        return next;
    }

    void advance(Duration duration) {
        clock.advance(duration);
        settle();
    }
}
