package io.postwerk.authsidecar.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.authsidecar.UserSets;
import io.postwerk.password.TypedPassword;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.SaslStep;
import io.postwerk.sasl.User;
import io.postwerk.sasl.mechanism.PasswordCheck;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RememberedPasswordsTest {

    private static final User ALICE = User.of(UserSets.address("alice@example.org"), "1");

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
    private int asked;
    private boolean deaf;
    private Runnable meanwhile = () -> {};

    /** "right" is right for good, "guest" for a time. */
    private final PasswordCheck decider = (login, then) -> {
        if (deaf) {
            return then.apply(new PasswordCheck.Answer.Refused(FailureReason.TEMPORARY));
        }
        asked++;
        meanwhile.run();
        return then.apply(
                switch (login.password().typed()) {
                    case "right" -> new PasswordCheck.Answer.Accepted(ALICE, true);
                    case "guest" -> new PasswordCheck.Answer.Accepted(ALICE, false);
                    default -> new PasswordCheck.Answer.Refused(FailureReason.CREDENTIALS);
                });
    };

    private final RememberedPasswords passwords = new RememberedPasswords(decider, Duration.ofNanos(100), 3, now::get);

    private static PasswordCheck.Question login(String name, String password, String service) {
        return new PasswordCheck.Question(name, new TypedPassword(password, password), service);
    }

    private static PasswordCheck.Question login(String name, String password) {
        return login(name, password, "imap");
    }

    /** The answer, whether or not it is remembered. */
    private PasswordCheck.Answer check(PasswordCheck.Question login) {
        var answer = new PasswordCheck.Answer[1];
        passwords
                .check(login, v -> {
                    answer[0] = v;
                    return new SaslStep.Failure(FailureReason.CREDENTIALS);
                })
                .done();
        return answer[0];
    }

    /** The answer, if it was remembered and the check below was not asked. */
    private Optional<PasswordCheck.Answer> remembered(PasswordCheck.Question login) {
        deaf = true;
        PasswordCheck.Answer answer = check(login);
        deaf = false;
        return Optional.of(answer).filter(PasswordCheck.Answer.Accepted.class::isInstance);
    }

    @Test
    void remembersWhatWasRight() {
        assertThat(remembered(login("alice", "right"))).isEmpty();
        assertThat(check(login("alice", "right"))).isInstanceOf(PasswordCheck.Answer.Accepted.class);
        assertThat(remembered(login("alice", "right"))).contains(new PasswordCheck.Answer.Accepted(ALICE, true));
        assertThat(asked).isEqualTo(1);
        assertThat(passwords.hits()).isEqualTo(1);
        assertThat(passwords.misses()).isEqualTo(2);
    }

    @Test
    void remembersItForThatUserPasswordAndServiceOnly() {
        check(login("alice", "right"));
        assertThat(remembered(login("alice", "Right"))).isEmpty();
        assertThat(remembered(login("bob", "right"))).isEmpty();
        assertThat(remembered(login("alice", "right", "smtp"))).isEmpty();
        assertThat(remembered(login("alic", "eright"))).isEmpty();
    }

    @Test
    void remembersNoFailureAndNothingThatEndsByItself() {
        check(login("alice", "wrong"));
        check(login("alice", "guest"));
        assertThat(remembered(login("alice", "wrong"))).isEmpty();
        assertThat(remembered(login("alice", "guest"))).isEmpty();
    }

    @Test
    void remembersForATime() {
        check(login("alice", "right"));
        now.addAndGet(99);
        assertThat(remembered(login("alice", "right"))).isPresent();
        now.addAndGet(1);
        assertThat(remembered(login("alice", "right"))).isEmpty();
    }

    @Test
    void remembersSoMany() {
        for (int i = 0; i < 100; i++) {
            check(login("user" + i, "right"));
            check(login("often", "right"));
        }
        long kept = IntStream.range(0, 100)
                .filter(i -> remembered(login("user" + i, "right")).isPresent())
                .count();
        assertThat(kept).isLessThanOrEqualTo(2);
        assertThat(remembered(login("often", "right"))).as("is asked for often").isPresent();
    }

    @Test
    void forgetsWhenTheUsersChange() {
        check(login("alice", "right"));
        passwords.forget();
        assertThat(remembered(login("alice", "right"))).isEmpty();
    }

    @Test
    void doesNotRememberWhatWasDecidedByOldUsers() {
        meanwhile = passwords::forget;
        assertThat(check(login("alice", "right"))).isInstanceOf(PasswordCheck.Answer.Accepted.class);
        assertThat(remembered(login("alice", "right"))).isEmpty();
    }
}
