package io.postwerk.authsidecar.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.authsidecar.Mutations;
import io.postwerk.sasl.wire.WireException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a front end says, in whatever order: the session answers or the connection is dropped, and nothing else. */
class AuthFuzzTest {

    private static final List<String> LINES = List.of(
            "VERSION 1 2",
            "CPID 1",
            "AUTH 1 PLAIN service=smtp secured",
            "AUTH 2 LOGIN service=smtp secured",
            "AUTH 3 SCRAM-SHA-256 service=imap final-resp-ok resp=" + LoginHarness.base64("n,,n=alice@example.org,r=x"),
            "AUTH 4 SCRAM-SHA-256 service=imap",
            LoginHarness.plain(5, "alice@example.org", "wonderland"),
            LoginHarness.plain(6, "nobody@example.org", "x"),
            "CONT 1 " + LoginHarness.base64("|alice@example.org|wonderland"),
            "CONT 2 " + LoginHarness.base64("alice@example.org"),
            "CONT 2 " + LoginHarness.base64("wonderland"),
            "CONT 3 " + LoginHarness.base64("c=biws,r=x,p=AAAA"),
            "CONT 4 " + LoginHarness.base64("n,,n=alice@example.org,r=x"),
            "CONT 3 ",
            "CANCEL 1",
            "CANCEL 2",
            "CANCEL 5");

    @Test
    void anythingIsAnsweredOrDropped() {
        var random = new Random(422);
        for (int round = 0; round < 200; round++) {
            var session = new LoginHarness().greeted();
            int answers = 0;
            try {
                for (int i = 0; i < 40; i++) {
                    session.session.line(Mutations.of(LINES.get(random.nextInt(LINES.size())), random, 8)
                            .replace(' ', '\t'));
                    if (random.nextInt(4) == 0) {
                        session.work().pass(Duration.ofMillis(random.nextInt(3_000)));
                    }
                }
            } catch (WireException e) {
                assertThat(e).hasMessageNotContaining("wonderland");
            }
            session.work().pass(Duration.ofSeconds(200));
            for (String reply : session.replies()) {
                assertThat(reply).matches("(?s)(CONT|OK|FAIL) [1-9][0-9]* ?.*");
                answers++;
            }
            assertThat(answers).isLessThanOrEqualTo(40);
            assertThat(session.session.idle()).isTrue();
        }
    }
}
