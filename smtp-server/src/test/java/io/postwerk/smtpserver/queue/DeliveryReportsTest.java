package io.postwerk.smtpserver.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.smtpserver.MailEvent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a recipient is given up, and who is told. */
class DeliveryReportsTest extends SchedulerFixture {
    @Test
    void reportsAndRemovesWhatFailsForGoodInOneChange() throws Exception {
        QueuedMail mail = queued("alice@example.org", "gone@example.org", "bob@example.org");
        transport.answer(it -> it.address().localPart().equals("gone")
                ? FakeTransport.refused(550, "5.1.1")
                : FakeTransport.delivered());
        scheduler.dispatch();
        started.poll().run();
        QueueChange change = queue.changes().getLast();
        assertThat(change.sync()).isTrue();
        assertThat(change.steps()).hasAtLeastOneElementOfType(QueueChange.Add.class);
        assertThat(change.steps()).contains(new QueueChange.Remove(mail.id(), 1), new QueueChange.Finish(mail.id(), 4));
        assertThat(reports.reported()).containsExactly("FAILED [gone@example.org 550]");
        transport.answer(FakeTransport.delivered());
        settle();
        assertThat(transport.recipients().getLast()).containsExactly("sender@client.test");
        assertThat(queue.mails()).isEmpty();
        assertThat(scheduler.size()).isZero();
    }

    @Test
    void tellsNobodyOfAFailedReport() throws Exception {
        queued("gone@example.org");
        transport.answer(FakeTransport.refused(550, "5.1.1"));
        settle();
        assertThat(queue.mails()).isEmpty();
        assertThat(events).hasAtLeastOneElementOfType(MailEvent.ReportDropped.class);
        assertThat(events)
                .filteredOn(MailEvent.Failed.class::isInstance)
                .extracting(event -> ((MailEvent.Failed) event).report().isPresent())
                .containsExactly(true, false);
    }

    @Test
    void keepsAFailureUntilItCanBeReported() throws Exception {
        QueuedMail mail = queued("gone@example.org");
        transport.answer(FakeTransport.refused(550, "5.1.1"));
        reports.answer(new FailureReports.Report.Later("users cannot be asked"));
        settle();
        assertThat(queue.find(mail.id())).isPresent();
        reports.answerAsUsual();
        advance(Duration.ofSeconds(1));
        assertThat(queue.find(mail.id())).isEmpty();
        assertThat(reports.reported()).startsWith("FAILED [gone@example.org 550]", "FAILED [gone@example.org 550]");
    }

    @Test
    void givesUpAfterFiveDays() throws Exception {
        QueuedMail refused = queued("a@elsewhere.test");
        QueuedMail unreachable = queued("b@down.test");
        transport.answer(it -> it.address().domain().ascii().equals("down.test")
                ? FakeTransport.unreachable()
                : FakeTransport.refused(451, "4.7.1"));
        settle();
        for (Duration left = EXPIRY.minusMinutes(1); left.isPositive(); left = left.minusMinutes(1)) {
            advance(Duration.ofMinutes(1));
        }
        assertThat(queue.find(refused.id())).isPresent();
        assertThat(queue.find(unreachable.id())).isPresent();
        for (int minute = 0; minute < 90; minute++) {
            advance(Duration.ofMinutes(1));
        }
        assertThat(queue.find(refused.id())).isEmpty();
        assertThat(queue.find(unreachable.id())).isEmpty();
        assertThat(reports.reported()).contains("FAILED [a@elsewhere.test 451]", "FAILED [b@down.test 450]");
    }

    @Test
    void tellsTheSenderOnceThatItTakesLonger() throws Exception {
        QueuedMail refused = queued("a@elsewhere.test");
        QueuedMail unreachable = queued("b@down.test");
        transport.answer(it -> switch (it.address().domain().ascii()) {
            case "down.test" -> FakeTransport.unreachable();
            case "elsewhere.test" -> FakeTransport.refused(451, "4.7.1");
            default -> FakeTransport.delivered();
        });
        settle();
        for (int minute = 0; minute < 12 * 60; minute++) {
            advance(Duration.ofMinutes(1));
        }
        assertThat(reports.reported())
                .containsExactlyInAnyOrder("DELAYED [a@elsewhere.test 451]", "DELAYED [b@down.test 450]");
        for (QueuedMail mail : List.of(refused, unreachable)) {
            assertThat(queue.find(mail.id())
                            .orElseThrow()
                            .recipients()
                            .getFirst()
                            .delayReported())
                    .isTrue();
        }
    }
}
