package io.postwerk.authsidecar.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.authsidecar.Mutations;
import io.postwerk.authsidecar.UserSets;
import io.postwerk.authsidecar.login.FinishedLogins;
import io.postwerk.authsidecar.users.ConfiguredUsers;
import io.postwerk.authsidecar.users.UserSources;
import io.postwerk.config.users.UserTable;
import io.postwerk.sasl.wire.UserdbServerMessage;
import io.postwerk.sasl.wire.WireException;
import io.postwerk.testkit.FakeClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Sessions of the socket for lookups with lines in any order, some of them damaged. */
class UserdbFuzzTest {

    private static final List<String> LINES = List.of(
            "USER 1 alice@example.org service=lmtp",
            "USER 2 nobody@example.org protocol=lmtp min_sequence=9",
            "PASS 3 alice@example.org service=imap",
            "PASS 4 off@example.org service=pop3",
            "LIST 5 user=*@example.org",
            "LIST 6",
            "REQUEST 7 77 1 00112233445566778899aabbccddeeff session_pid=3",
            "WATCH 8");

    private static final Optional<UserTable> USERS = Optional.of(UserSets.table(
            7,
            UserSets.user("alice@example.org", UserSets.password("wonderland")),
            UserSets.disabled(UserSets.user("off@example.org", UserSets.password("secret")))));

    @Test
    void anythingIsAnsweredOrDropped() throws WireException {
        var random = new Random(5034);
        for (int round = 0; round < 300; round++) {
            var out = new ArrayList<UserdbServerMessage>();
            UserdbSession session = session(out);
            session.opened();
            session.line("VERSION\t1\t1");
            out.clear();
            try {
                for (int i = 0; i < 30; i++) {
                    session.line(Mutations.of(LINES.get(random.nextInt(LINES.size())), random, 10)
                            .replace(' ', '\t'));
                    session.tick();
                }
            } catch (WireException e) {
                assertThat(e).hasMessageNotContaining("\t");
            }
            session.tick();
            session.closed();
            for (UserdbServerMessage reply : out) {
                assertThat(new String(reply.octets(), StandardCharsets.UTF_8))
                        .matches("(?s)(USER|PASS|LIST|DONE|NOTFOUND|FAIL|CHANGED)\t[1-9][0-9]*(\t[^\n]*)?\n");
            }
        }
    }

    private static UserdbSession session(List<UserdbServerMessage> out) {
        return new UserdbSession(
                new UserdbService(
                        new UserSources(
                                List.of(new ConfiguredUsers(() -> USERS, FakeClock.at("2026-03-01T12:00:00Z")))),
                        () -> 7L,
                        _ -> {},
                        _ -> false,
                        10),
                new FinishedLogins(10, Duration.ofSeconds(150), System::nanoTime),
                out::add,
                Runnable::run);
    }
}
