package io.postwerk.smtpserver.routing;

import static io.postwerk.smtpserver.queue.QueueFixtures.address;
import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.mail.EmailAddress;
import io.postwerk.sasl.UserDirectory;
import io.postwerk.sasl.UserLookup;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CachedUsersTest {
    private static final EmailAddress ALICE = address("alice@example.org");
    private static final EmailAddress NOBODY = address("nobody@example.org");

    private final FakeUsers users = new FakeUsers().with("alice@example.org").unavailable("eve@example.org");
    private final AtomicLong nanos = new AtomicLong();
    private final CachedUsers cached = new CachedUsers(users, nanos::get);

    @Test
    void asksOnceForAMoment() {
        for (int i = 0; i < 5; i++) {
            assertThat(cached.lookup(ALICE, "smtp", 7)).isInstanceOf(UserLookup.Found.class);
            assertThat(cached.lookup(NOBODY, "smtp", 7)).isInstanceOf(UserLookup.Unknown.class);
        }
        assertThat(users.lookups()).hasSize(2);
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());
        cached.lookup(ALICE, "smtp", 7);
        assertThat(users.lookups()).hasSize(3);
    }

    @Test
    void asksAgainForAnotherSequenceOrService() {
        cached.lookup(ALICE, "smtp", 7);
        cached.lookup(ALICE, "smtp", 8);
        cached.lookup(ALICE, "lmtp", 8);
        assertThat(users.lookups()).hasSize(3);
    }

    @Test
    void asksAgainAfterAChange() {
        cached.lookup(ALICE, "smtp", 7);
        users.without("alice@example.org").changed();
        assertThat(cached.lookup(ALICE, "smtp", 7)).isInstanceOf(UserLookup.Unknown.class);
    }

    @Test
    void doesNotRememberDoubt() {
        cached.lookup(address("eve@example.org"), "smtp", 7);
        users.with("eve@example.org");
        assertThat(cached.lookup(address("eve@example.org"), "smtp", 7)).isInstanceOf(UserLookup.Found.class);
    }

    @Test
    void doesNotKeepAnAnswerThatAChangeOvertook() {
        // The change is told while the directory is answering.
        FakeUsers slow = new FakeUsers().with("alice@example.org");
        AtomicLong asked = new AtomicLong();
        CachedUsers late = new CachedUsers(
                new UserDirectory() {
                    @Override
                    public UserLookup lookup(EmailAddress address, String service, long minSequence) {
                        UserLookup result = slow.lookup(address, service, minSequence);
                        if (asked.getAndIncrement() == 0) {
                            slow.without("alice@example.org").changed();
                        }
                        return result;
                    }

                    @Override
                    public void onChange(Runnable listener) {
                        slow.onChange(listener);
                    }
                },
                nanos::get);
        assertThat(late.lookup(ALICE, "smtp", 7)).isInstanceOf(UserLookup.Found.class);
        assertThat(late.lookup(ALICE, "smtp", 7)).isInstanceOf(UserLookup.Unknown.class);
    }

    @Test
    void keepsWhatIsAskedForOften() {
        for (int i = 0; i < 25_000; i++) {
            cached.lookup(address("u" + i + "@example.org"), "smtp", 7);
            cached.lookup(ALICE, "smtp", 7);
        }
        assertThat(users.lookups()).filteredOn(ALICE.toString()::equals).hasSize(1);
    }

    @Test
    void holdsABoundedNumber() {
        for (int i = 0; i < 25_000; i++) {
            cached.lookup(address("u" + i + "@example.org"), "smtp", 7);
        }
        assertThat(cached.size()).isLessThanOrEqualTo(10_000);
    }
}
