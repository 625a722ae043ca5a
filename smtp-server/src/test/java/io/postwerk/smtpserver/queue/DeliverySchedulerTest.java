package io.postwerk.smtpserver.queue;

import static io.postwerk.smtpserver.queue.QueueFixtures.NOW;
import static io.postwerk.smtpserver.queue.QueueFixtures.added;
import static io.postwerk.smtpserver.queue.QueueFixtures.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.smtp.EnhancedCode;
import io.postwerk.smtpserver.DeliveryFailure;
import io.postwerk.smtpserver.Destination;
import io.postwerk.smtpserver.MailEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When mail is tried, and with what. */
class DeliverySchedulerTest extends SchedulerFixture {
    @Test
    void deliversAtOnceAndForgetsTheMail() throws Exception {
        queued("alice@example.org", "bob@example.org");
        settle();
        assertThat(transport.recipients()).containsExactly(List.of("alice@example.org", "bob@example.org"));
        assertThat(queue.mails()).isEmpty();
        assertThat(scheduler.size()).isZero();
        assertThat(scheduler.oldest()).isEmpty();
        assertThat(events).hasSize(2).allMatch(MailEvent.Delivered.class::isInstance);
    }

    @Test
    void removesWithoutASyncWhatWasDelivered() throws Exception {
        queued("alice@example.org");
        settle();
        assertThat(queue.changes().getLast().sync()).isFalse();
    }

    @Test
    void takesOverTheQueueAtTheStart() throws Exception {
        QueuedMail mail = mail("alice@example.org");
        queue.commit(added(mail, body("text")));
        scheduler.load();
        assertThat(scheduler.size()).isEqualTo(1);
        assertThat(scheduler.oldest()).contains(NOW);
        settle();
        assertThat(transport.tried()).hasSize(1);
        assertThat(queue.mails()).isEmpty();
    }

    @Test
    void keepsDeliveryIdsOverAttemptsAndRestarts() throws Exception {
        QueuedMail mail = queued("alice@example.org", "bob@example.org", "carol@example.org");
        transport.answer(it -> it.index() == 1 ? FakeTransport.delivered() : FakeTransport.refused(451, "4.3.0"));
        settle();
        scheduler = scheduler();
        scheduler.load();
        transport.answer(FakeTransport.delivered());
        advance(Duration.ofSeconds(1));
        assertThat(transport.tried().getLast().deliveryIds()).containsExactly(mail.id() + ".0", mail.id() + ".2");
        assertThat(queue.mails()).isEmpty();
    }

    @Test
    void asksImapServerAgainSoonAndOthersByTheirSteps() throws Exception {
        transport.answer(FakeTransport.refused(451, "4.3.0"));
        queued("alice@example.org");
        queued("someone@elsewhere.test");
        settle();
        List<Long> mailbox = new ArrayList<>();
        List<Long> remote = new ArrayList<>();
        for (int second = 1; second <= 20_000; second++) {
            int before = transport.tried().size();
            advance(Duration.ofSeconds(1));
            for (FakeTransport.Tried tried :
                    transport.tried().subList(before, transport.tried().size())) {
                (tried.recipients().contains("alice@example.org") ? mailbox : remote).add((long) second);
            }
        }
        assertThat(mailbox).startsWith(1L, 3L, 7L, 15L, 31L, 63L, 123L, 183L);
        assertThat(mailbox.get(15) - mailbox.get(14)).isGreaterThan(60);
        assertThat(remote).startsWith(300L, 1200L, 4800L, 8400L, 12000L);
        assertThat(events).filteredOn(MailEvent.Deferred.class::isInstance).isNotEmpty();
    }

    @Test
    void leavesImapServerInPeaceWhileItTakesNothing() throws Exception {
        transport.answer(FakeTransport.refused(451, "4.3.0"));
        for (int i = 0; i < 500; i++) {
            queued("alice@example.org");
        }
        for (int i = 0; i < 600; i++) {
            advance(Duration.ofMillis(100));
        }
        assertThat(transport.tried().size()).isBetween(40, 70);
        transport.answer(FakeTransport.delivered());
        advance(Duration.ofSeconds(2));
        advance(Duration.ofMinutes(1));
        assertThat(queue.mails()).isEmpty();
    }

    @Test
    void oneBrokenMailboxSlowsNoOther() throws Exception {
        transport.answer(it -> it.address().localPart().equals("alice")
                ? FakeTransport.refused(451, "4.3.0")
                : FakeTransport.delivered());
        for (int i = 0; i < 100; i++) {
            queued("alice@example.org");
            queued("bob@example.org");
        }
        settle();
        assertThat(queue.mails()).hasSize(100);
        for (int i = 0; i < 300; i++) {
            advance(Duration.ofMillis(100));
        }
        QueuedMail late = queued("bob@example.org");
        for (int i = 0; i < 50; i++) {
            advance(Duration.ofMillis(100));
        }
        assertThat(queue.find(late.id())).isEmpty();
    }

    @Test
    void doesNotHurryAFullMailbox() throws Exception {
        transport.answer(FakeTransport.refused(452, "4.2.2"));
        queued("alice@example.org");
        settle();
        advance(Duration.ofSeconds(299));
        assertThat(transport.tried()).hasSize(1);
        advance(Duration.ofSeconds(1));
        assertThat(transport.tried()).hasSize(2);
    }

    @Test
    void probesAServerThatIsAwayWithOneMailAndThenSendsAll() throws Exception {
        transport.answer(FakeTransport.unreachable());
        for (int i = 0; i < 50; i++) {
            queued("alice@example.org");
        }
        for (int i = 0; i < 600; i++) {
            advance(Duration.ofMillis(100));
        }
        // About one in two seconds, for all of them together; none is rewritten for it.
        assertThat(transport.tried().size()).isBetween(25, 40);
        assertThat(queue.changes()).hasSize(50);
        transport.answer(FakeTransport.delivered());
        advance(Duration.ofSeconds(2));
        assertThat(queue.mails()).isEmpty();
    }

    @Test
    void aServerThatIsAwayHoldsUpNoOther() throws Exception {
        transport.answer(it -> it.destination() == Destination.REMOTE
                        && it.address().domain().ascii().equals("down.test")
                ? FakeTransport.unreachable()
                : FakeTransport.delivered());
        queued("a@down.test", "b@up.test", "alice@example.org");
        settle();
        assertThat(queue.mails())
                .singleElement()
                .satisfies(mail -> assertThat(mail.recipients())
                        .extracting(it -> it.address().toString())
                        .containsExactly("a@down.test"));
    }

    @Test
    void aMailThatBreaksTheConnectionWaitsByItself() throws Exception {
        QueuedMail poison = queued("alice@example.org");
        transport.answer(
                it -> it.address().localPart().equals("alice") ? FakeTransport.lost() : FakeTransport.delivered());
        settle();
        assertThat(queue.find(poison.id()).orElseThrow().recipients().getFirst().attempts())
                .isEqualTo(1);
        queued("bob@example.org");
        for (int i = 0; i < 100; i++) {
            advance(Duration.ofMillis(100));
        }
        assertThat(queue.mails()).extracting(QueuedMail::id).containsExactly(poison.id());
    }

    @Test
    void sendsToOneServerWithinItsLimit() throws Exception {
        for (int i = 0; i < 10; i++) {
            queued("alice@example.org");
            queued("a@elsewhere.test");
        }
        scheduler.dispatch();
        assertThat(started).hasSize(6);
        started.poll().run();
        scheduler.dispatch();
        assertThat(started).hasSize(6);
        settle();
        assertThat(queue.mails()).isEmpty();
    }

    @Test
    void triesAgainWhatTheQueueCouldNotRecord() throws Exception {
        queued("alice@example.org");
        queue.failWith(Optional.of(new QueueException("disk full")));
        settle();
        assertThat(events).singleElement().isInstanceOf(MailEvent.AttemptFailed.class);
        queue.failWith(Optional.empty());
        advance(Duration.ofSeconds(5));
        assertThat(transport.tried()).hasSize(2);
        assertThat(transport.tried().get(0).deliveryIds())
                .isEqualTo(transport.tried().get(1).deliveryIds());
        assertThat(queue.mails()).isEmpty();
    }

    @Test
    void sendsNothingElsewhereWhileTheQueueIsFull() throws Exception {
        queued("someone@elsewhere.test");
        queue.failWith(Optional.of(new QueueException("disk full", null, true)));
        settle();
        for (int i = 0; i < 20; i++) {
            advance(Duration.ofSeconds(6));
        }
        assertThat(transport.tried()).hasSize(1);
        queue.failWith(Optional.empty());
        advance(Duration.ofSeconds(10));
        assertThat(transport.tried()).hasSize(2);
        assertThat(queue.mails()).isEmpty();
    }

    @Test
    void deliversToMailboxesWhileTheQueueIsFull() throws Exception {
        queued("alice@example.org");
        queued("someone@elsewhere.test");
        transport.answer(FakeTransport.refused(451, "4.3.0"));
        queue.failWith(Optional.of(new QueueException("disk full", null, true)));
        settle();
        assertThat(queue.isFull()).isTrue();
        transport.answer(FakeTransport.delivered());
        advance(Duration.ofSeconds(6));
        assertThat(transport.recipients().getLast()).containsExactly("alice@example.org");
        assertThat(transport.tried()).hasSize(3);
    }

    @Test
    void finishesAMailOnlyWithItsLastRecipient() throws Exception {
        QueuedMail mail = queued("alice@example.org", "a@elsewhere.test");
        transport.answer(it -> it.destination() == Destination.MAILBOX
                ? FakeTransport.delivered()
                : FakeTransport.refused(451, "4.0.0"));
        settle();
        assertThat(queue.find(mail.id()).orElseThrow().recipients())
                .extracting(it -> it.address().toString())
                .containsExactly("a@elsewhere.test");
        transport.answer(FakeTransport.delivered());
        advance(Duration.ofSeconds(300));
        assertThat(queue.changes().getLast().steps()).contains(new QueueChange.Finish(mail.id(), 4));
    }

    @Test
    void startsNothingMoreOnceStopped() throws Exception {
        queued("alice@example.org");
        scheduler.dispatch();
        assertThat(scheduler.stop(Duration.ZERO)).isFalse();
        queued("bob@example.org");
        settle();
        assertThat(transport.recipients()).containsExactly(List.of("alice@example.org"));
        assertThat(scheduler.stop(Duration.ZERO)).isTrue();
        assertThat(queue.mails()).hasSize(1);
    }

    @Test
    void saysWhenToLookAgain() throws Exception {
        transport.answer(FakeTransport.refused(451, "4.0.0"));
        queued("alice@example.org");
        assertThat(settle()).isEqualTo(NOW.plusSeconds(1));
        advance(Duration.ofSeconds(1));
        transport.answer(FakeTransport.unreachable());
        advance(Duration.ofSeconds(2));
        assertThat(settle()).isEqualTo(NOW.plusSeconds(3).plusMillis(250));
    }

    @Test
    void keepsTheReasonOfTheLastFailure() throws Exception {
        transport.answer(FakeTransport.refused(451, "4.7.1"));
        QueuedMail mail = queued("a@elsewhere.test");
        settle();
        assertThat(queue.find(mail.id()).orElseThrow().recipients().getFirst().lastFailure())
                .contains(new DeliveryFailure("imap-server", 451, new EnhancedCode(4, 7, 1), "no"));
    }

    @Test
    void inAHurryEverythingIsTriedAtOnceAndEveryFiveMinutes() throws Exception {
        transport.answer(FakeTransport.refused(451, "4.3.0"));
        queued("someone@elsewhere.test");
        settle();
        advance(Duration.ofSeconds(300));
        advance(Duration.ofSeconds(10));
        int before = transport.tried().size();
        // Its next turn is in a quarter of an hour.
        scheduler.flush(true);
        settle();
        assertThat(transport.tried()).hasSize(before + 1);
        advance(Duration.ofSeconds(299));
        assertThat(transport.tried()).hasSize(before + 1);
        advance(Duration.ofSeconds(1));
        assertThat(transport.tried()).hasSize(before + 2);
        scheduler.flush(false);
        advance(Duration.ofSeconds(300));
        assertThat(transport.tried()).hasSize(before + 2);
    }

    @Test
    void inAHurryAServerThatWasAwayIsAskedAtOnce() throws Exception {
        transport.answer(FakeTransport.unreachable());
        queued("someone@elsewhere.test");
        for (int i = 0; i < 100; i++) {
            settle();
            clock.advance(Duration.ofSeconds(60));
        }
        settle();
        int before = transport.tried().size();
        transport.answer(FakeTransport.delivered());
        scheduler.flush(true);
        settle();
        assertThat(transport.tried()).hasSize(before + 1);
        assertThat(scheduler.size()).isZero();
    }
}
