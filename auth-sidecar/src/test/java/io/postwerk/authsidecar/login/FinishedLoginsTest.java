package io.postwerk.authsidecar.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.authsidecar.login.FinishedLogins.Finished;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FinishedLoginsTest {

    private static final Finished ALICE = new Finished("alice@example.org", "PLAIN");

    private long now = 5;
    private final FinishedLogins logins = new FinishedLogins(2, Duration.ofNanos(100), () -> now);

    @Test
    void areTakenOnce() {
        logins.keep("c", 77, 1, ALICE);
        assertThat(logins.take("c", 77, 1)).contains(ALICE);
        assertThat(logins.take("c", 77, 1)).isEmpty();
    }

    @Test
    void areFoundByAllThatWasTold() {
        logins.keep("c", 77, 1, ALICE);
        assertThat(logins.take("d", 77, 1)).isEmpty();
        assertThat(logins.take("c", 78, 1)).isEmpty();
        assertThat(logins.take("c", 77, 2)).isEmpty();
        assertThat(logins.take("c", 77, 1)).contains(ALICE);
    }

    @Test
    void goWithTimeAndWithTheirConnection() {
        logins.keep("c", 77, 1, ALICE);
        now += 100;
        assertThat(logins.take("c", 77, 1)).isEmpty();
        logins.keep("c", 77, 2, ALICE);
        logins.forget("c");
        assertThat(logins.take("c", 77, 2)).isEmpty();
    }

    @Test
    void theOldestGoesWhenThereAreTooMany() {
        for (int id = 1; id <= 3; id++) {
            logins.keep("c", 77, id, ALICE);
        }
        assertThat(logins.take("c", 77, 1)).isEmpty();
        assertThat(logins.take("c", 77, 2)).contains(ALICE);
        assertThat(logins.take("c", 77, 3)).contains(ALICE);
    }
}
