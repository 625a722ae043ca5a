package io.postwerk.imapserver.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.imapserver.FakeDirectory;
import io.postwerk.imapserver.UserSessions;
import io.postwerk.mail.EmailAddress;
import io.postwerk.sasl.User;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OpenSessionsTest {
    private static final User ALICE =
            User.of(EmailAddress.tryParse("alice@example.org").orElseThrow(), "id-alice");
    private static final User BOB =
            User.of(EmailAddress.tryParse("bob@example.org").orElseThrow(), "id-bob");

    private final FakeDirectory directory =
            new FakeDirectory().with("alice@example.org", "id-alice").with("bob@example.org", "id-bob");
    private final OpenSessions sessions = new OpenSessions(directory, Duration.ofHours(1));
    private final List<String> ended = new CopyOnWriteArrayList<>();

    @Test
    void usersWhoAreAsTheyWereGoOn() {
        sessions.register(ALICE, ended::add);
        sessions.register(BOB, ended::add);
        sessions.check();

        assertThat(ended).isEmpty();
        assertThat(sessions.size()).isEqualTo(2);
    }

    @Test
    void allSessionsOfADisabledUserEndAndNoOthers() {
        sessions.register(ALICE, reason -> ended.add("one: " + reason));
        sessions.register(ALICE, reason -> ended.add("two: " + reason));
        sessions.register(BOB, ended::add);
        directory.disable("alice@example.org", "id-alice");
        sessions.check();

        assertThat(ended).containsExactlyInAnyOrder("one: Account is disabled", "two: Account is disabled");
    }

    @Test
    void usersWhoAreGoneOrSomebodyElseEnd() {
        sessions.register(ALICE, ended::add);
        sessions.register(BOB, ended::add);
        directory.remove("alice@example.org").with("bob@example.org", "id-another-bob");
        sessions.check();

        assertThat(ended).containsExactlyInAnyOrder("Account is gone", "Account has changed");
    }

    @Test
    void aDirectoryThatCannotTellEndsNobody() {
        sessions.register(ALICE, ended::add);
        directory.breakDown("alice@example.org");
        sessions.check();

        assertThat(ended).isEmpty();
    }

    @Test
    void closedSessionsAreForgotten() {
        UserSessions.Registration one = sessions.register(ALICE, ended::add);
        UserSessions.Registration two = sessions.register(ALICE, reason -> ended.add("two"));
        one.close();
        one.close();
        directory.disable("alice@example.org", "id-alice");
        sessions.check();
        assertThat(ended).containsExactly("two");
        two.close();

        assertThat(sessions.size()).isZero();
    }

    @Test
    void aChangeOfTheDirectoryIsActedOn() throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        sessions.register(ALICE, reason -> over.countDown());
        try (sessions) {
            sessions.start();
            directory.disable("alice@example.org", "id-alice");
            directory.change();

            assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aDirectoryThatNeverTellsIsAskedNowAndThen() throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        try (OpenSessions sweeping = new OpenSessions(directory, Duration.ofMillis(1))) {
            sweeping.register(ALICE, reason -> over.countDown());
            sweeping.start();
            directory.remove("alice@example.org");

            assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
