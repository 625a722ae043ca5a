package io.postwerk.authsidecar.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.authsidecar.UserSets;
import io.postwerk.sasl.AuthenticatedUser;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.mechanism.PasswordCheck;
import io.postwerk.sasl.mechanism.PasswordLogin;
import io.postwerk.sasl.mechanism.Verdict;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RememberedPasswordsTest {

    private static final AuthenticatedUser ALICE = new AuthenticatedUser(UserSets.address("alice@example.org"), "1");

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private int asked;
    private Runnable meanwhile = () -> {};

    /** "right" is right for good, "guest" for a time. */
    private final PasswordCheck decider = new PasswordCheck() {
        @Override
        public Optional<Verdict> remembered(PasswordLogin login) {
            return Optional.empty();
        }

        @Override
        public Verdict check(PasswordLogin login) {
            asked++;
            meanwhile.run();
            return switch (login.password()) {
                case "right" -> new Verdict.Accepted(ALICE, true);
                case "guest" -> new Verdict.Accepted(ALICE, false);
                default -> new Verdict.Refused(FailureReason.CREDENTIALS);
            };
        }
    };

    private final RememberedPasswords passwords = new RememberedPasswords(decider, Duration.ofNanos(100), 3, now::get);

    private static PasswordLogin login(String name, String password, String service) {
        return new PasswordLogin(name, password, service);
    }

    private static PasswordLogin login(String name, String password) {
        return login(name, password, "imap");
    }

    @Test
    void remembersWhatWasRight() {
        assertThat(passwords.remembered(login("alice", "right"))).isEmpty();
        assertThat(passwords.check(login("alice", "right"))).isInstanceOf(Verdict.Accepted.class);
        assertThat(passwords.remembered(login("alice", "right"))).contains(new Verdict.Accepted(ALICE, true));
        assertThat(asked).isEqualTo(1);
        assertThat(passwords.hits()).isEqualTo(1);
        assertThat(passwords.misses()).isEqualTo(1);
    }

    @Test
    void remembersItForThatUserPasswordAndServiceOnly() {
        passwords.check(login("alice", "right"));
        assertThat(passwords.remembered(login("alice", "Right"))).isEmpty();
        assertThat(passwords.remembered(login("bob", "right"))).isEmpty();
        assertThat(passwords.remembered(login("alice", "right", "smtp"))).isEmpty();
        assertThat(passwords.remembered(login("alic", "eright"))).isEmpty();
    }

    @Test
    void remembersNoFailureAndNothingThatEndsByItself() {
        passwords.check(login("alice", "wrong"));
        passwords.check(login("alice", "guest"));
        assertThat(passwords.remembered(login("alice", "wrong"))).isEmpty();
        assertThat(passwords.remembered(login("alice", "guest"))).isEmpty();
    }

    @Test
    void remembersForATime() {
        passwords.check(login("alice", "right"));
        now.addAndGet(99);
        assertThat(passwords.remembered(login("alice", "right"))).isPresent();
        now.addAndGet(1);
        assertThat(passwords.remembered(login("alice", "right"))).isEmpty();
    }

    @Test
    void remembersSoMany() {
        passwords.check(login("a", "right"));
        passwords.check(login("b", "right"));
        passwords.check(login("c", "right"));
        passwords.remembered(login("a", "right"));
        passwords.check(login("d", "right"));
        assertThat(passwords.remembered(login("a", "right")))
                .as("was asked for lately")
                .isPresent();
        assertThat(passwords.remembered(login("b", "right"))).isEmpty();
        assertThat(passwords.remembered(login("c", "right"))).isPresent();
        assertThat(passwords.remembered(login("d", "right"))).isPresent();
    }

    @Test
    void forgetsWhenTheUsersChange() {
        passwords.check(login("alice", "right"));
        passwords.forget();
        assertThat(passwords.remembered(login("alice", "right"))).isEmpty();
    }

    @Test
    void doesNotRememberWhatWasDecidedByOldUsers() {
        meanwhile = passwords::forget;
        assertThat(passwords.check(login("alice", "right"))).isInstanceOf(Verdict.Accepted.class);
        assertThat(passwords.remembered(login("alice", "right"))).isEmpty();
    }
}
