package io.postwerk.authsidecar.login;

import static io.postwerk.authsidecar.login.LoginHarness.base64;
import static io.postwerk.authsidecar.login.LoginHarness.plain;
import static io.postwerk.authsidecar.login.LoginHarness.token;
import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.authsidecar.audit.Decision;
import io.postwerk.config.server.AuthSidecarConfig;
import io.postwerk.sasl.FailureReason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthSessionTest {

    private final LoginHarness session = new LoginHarness();

    @Test
    void greetsAtOnceWithMechanismsBeforeTheProcessId() {
        List<String> greeting = session.replies();
        assertThat(greeting).hasSize(9);
        assertThat(greeting.subList(0, 5))
                .containsExactly(
                        "VERSION 1 2",
                        "MECH SCRAM-SHA-256 mutual-auth",
                        "MECH PLAIN plaintext",
                        "MECH LOGIN plaintext",
                        "MECH OAUTHBEARER plaintext");
        assertThat(greeting.get(5)).matches("SPID [0-9]+");
        assertThat(greeting.get(6)).matches("CUID [0-9]+");
        assertThat(greeting.get(7)).matches("COOKIE [0-9a-f]{32}");
        assertThat(greeting.get(8)).isEqualTo("DONE");
        assertThat(new LoginHarness(LoginSocket.INTERNAL, true).replies()).startsWith("VERSION 1 3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CPID 1", "AUTH 1 PLAIN service=smtp", "CONT 1 AA==", "VERSION 2 0", "HELLO", ""})
    void isDroppedWithoutAHandshake(String line) {
        session.sendFatal(line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"VERSION 1 2", "CPID 0", "CPID x", "AUTH 1 PLAIN service=smtp"})
    void isDroppedInTheMiddleOfTheHandshake(String line) {
        session.send("VERSION 1 0");
        session.sendFatal(line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "VERSION 1 2",
                "CPID 77",
                "QUIT",
                "",
                "AUTH",
                "AUTH 0 PLAIN service=smtp",
                "AUTH 1 PLAIN",
                "AUTH 1 PLAIN secured",
                "AUTH 1 PLAIN service=smtp resp=AA== secured",
                "AUTH 99999999999 PLAIN service=smtp",
                "CONT 1",
                "USER 1 alice@example.org service=smtp",
            })
    void isDroppedForAMalformedLine(String line) {
        session.greeted().sendFatal(line);
    }

    @Test
    void letsInWithTheRightPassword() {
        session.greeted().send(plain(1, "alice@example.org", "wonderland"));
        assertThat(session.replies()).isEmpty();
        assertThat(session.work().onlyReply()).isEqualTo("OK 1 user=alice@example.org");
        assertThat(session.decisions).singleElement().satisfies(decision -> {
            assertThat(decision.outcome()).isInstanceOf(Decision.Outcome.Accepted.class);
            assertThat(decision.mechanism()).isEqualTo("PLAIN");
            assertThat(decision.service()).isEqualTo("smtp");
            assertThat(decision.client()).contains("192.0.2.7");
        });
        assertThat(session.session.idle()).isTrue();
    }

    @Test
    void tellsOurServersTheMailbox() {
        var internal = new LoginHarness(LoginSocket.INTERNAL, true).greeted(3);
        internal.send(plain(1, "Alice@EXAMPLE.org", "wonderland"));
        assertThat(internal.work().onlyReply())
                .isEqualTo("OK 1 user=alice@example.org mailbox_id=id-of-alice@example.org");
    }

    @Test
    void conductsLoginAsPostfixDoes() {
        session.greeted(0).send("AUTH 2 login service=smtp nologin lip=10.0.0.5 rip=192.0.2.7 secured");
        assertThat(session.onlyReply()).isEqualTo("CONT 2 VXNlcm5hbWU6");
        session.send("CONT 2 " + base64("alice@example.org"));
        assertThat(session.onlyReply()).isEqualTo("CONT 2 UGFzc3dvcmQ6");
        session.send("CONT 2 " + base64("wonderland"));
        assertThat(session.work().onlyReply()).isEqualTo("OK 2 user=alice@example.org");
    }

    /** A failure is told so long after the client's last message, however long it took to decide. */
    @ParameterizedTest
    @CsvSource({
        "alice@example.org, wrong, ''",
        "nobody@example.org, wrong, ''",
        "no-password@example.org, wrong, ''",
        "nobody, wrong, ''",
        "off@example.org, wrong, ''",
        "off@example.org, secret, ' code=user_disabled'",
        "apps@example.org, mobile, 'OK'",
    })
    void holdsFailuresBack(String user, String password, String code) {
        session.greeted().send(plain(1, user, password));
        session.clock.advance(Duration.ofMillis(300));
        session.work();
        if (code.equals("OK")) {
            assertThat(session.onlyReply()).isEqualTo("OK 1 user=" + user);
            return;
        }
        assertThat(session.replies()).isEmpty();
        assertThat(session.decisions).as("decided already").hasSize(1);
        assertThat(session.session.maxWait()).isEqualTo(Duration.ofMillis(1700));
        assertThat(session.pass(Duration.ofMillis(1699)).replies()).isEmpty();
        assertThat(session.pass(Duration.ofMillis(1)).onlyReply()).isEqualTo("FAIL 1 user=" + user + code);
        assertThat(session.session.idle()).isTrue();
    }

    @Test
    void aUserWhoIsNotUsableYetFailsForNowAndAtOnce() {
        session.greeted().send(plain(1, "broken@example.org", "x"));
        assertThat(session.work().onlyReply())
                .startsWith("FAIL 1 user=broken@example.org code=temp_fail reason=Temporary");
    }

    @Test
    void whileNoUsersAreLoadedEverythingFailsForNow() {
        session.users = Optional.empty();
        session.greeted().send(plain(1, "alice@example.org", "wonderland"));
        assertThat(session.work().onlyReply()).contains("code=temp_fail");
        session.send("AUTH 2 SCRAM-SHA-256 service=smtp resp=" + base64("n,,n=alice@example.org,r=abc"));
        assertThat(session.work().onlyReply()).contains("code=temp_fail");
    }

    @ParameterizedTest
    @CsvSource({"PLAIN", "LOGIN", "plain"})
    void takesNoPasswordsInTheClear(String mechanism) {
        session.greeted().send("AUTH 1 " + mechanism + " service=smtp resp=" + base64("|alice@example.org|wonderland"));
        assertThat(session.onlyReply()).startsWith("FAIL 1 code=encryption_required reason=");
        assertThat(session.work).isEmpty();
        assertThat(session.decisions)
                .singleElement()
                .extracting(Decision::outcome)
                .isEqualTo(new Decision.Outcome.Refused(FailureReason.ENCRYPTION_REQUIRED));
    }

    @Test
    void takesPasswordsInTheClearWhereThatIsAllowed() {
        var open = new LoginHarness(LoginSocket.COMMON, false).greeted();
        open.send("AUTH 1 PLAIN service=smtp resp=" + base64("|alice@example.org|wonderland"));
        assertThat(open.work().onlyReply()).startsWith("OK 1");
    }

    @Test
    void anUnknownMechanismCostsTheRequestAndNotTheConnection() {
        session.greeted().send("AUTH 1 ANONYMOUS service=smtp secured resp=AA==");
        assertThat(session.onlyReply()).startsWith("FAIL 1 code=unknown_mechanism");
        session.send(plain(1, "alice@example.org", "wonderland"));
        assertThat(session.work().onlyReply()).startsWith("OK 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTH 1 PLAIN service=smtp secured resp=!", "AUTH 1 PLAIN service=smtp secured resp=AAA"})
    void badBase64CostsTheRequestAndNotTheConnection(String line) {
        session.greeted().send(line);
        assertThat(session.onlyReply()).startsWith("FAIL 1 code=invalid_base64");
        session.send("AUTH 2 LOGIN service=smtp secured");
        session.replies();
        session.send("CONT 2 !!!");
        assertThat(session.onlyReply()).startsWith("FAIL 2 code=invalid_base64");
    }

    /** Below minor version 2 an empty {@code resp=} is none (Exim), from 2 on it is an empty response. */
    @Test
    void anEmptyInitialResponseDependsOnTheVersion() {
        session.greeted(1).send("AUTH 1 PLAIN service=smtp secured resp=");
        assertThat(session.onlyReply()).isEqualTo("CONT 1 ");
        var newer = new LoginHarness().greeted(2);
        newer.send("AUTH 1 PLAIN service=smtp secured resp=");
        assertThat(newer.onlyReply()).startsWith("FAIL 1 code=invalid_base64");
    }

    @Test
    void fieldsAfterAResponseAreForClientsThatKnowChannelBinding() {
        session.greeted(2).send("AUTH 1 LOGIN service=smtp secured");
        session.replies();
        session.send("CONT 1 " + base64("alice@example.org") + " channel_binding=AA==");
        assertThat(session.onlyReply()).startsWith("FAIL 1 code=invalid_base64");
        var newer = new LoginHarness(LoginSocket.INTERNAL, true).greeted(3);
        newer.send("AUTH 1 LOGIN service=smtp secured");
        newer.replies();
        newer.send("CONT 1 " + base64("alice@example.org") + " channel_binding=AA==");
        assertThat(newer.onlyReply()).startsWith("CONT 1");
    }

    @Test
    void manyExchangesAreUnderWayAtOnce() {
        session.greeted();
        session.send("AUTH 1 LOGIN service=smtp secured");
        session.send(plain(2, "alice@example.org", "wrong"));
        session.send(plain(3, "alice@example.org", "wonderland"));
        session.send("AUTH 4 LOGIN service=imap secured resp=" + base64("alice@example.org"));
        assertThat(session.replies()).containsExactly("CONT 1 VXNlcm5hbWU6", "CONT 4 UGFzc3dvcmQ6");
        session.send("CONT 4 " + base64("wonderland"));
        assertThat(session.work().replies())
                .containsExactly("OK 3 user=alice@example.org", "OK 4 user=alice@example.org");
        assertThat(session.pass(LoginHarness.DELAY).replies()).containsExactly("FAIL 2 user=alice@example.org");
        session.send("CONT 1 " + base64("alice@example.org"));
        assertThat(session.onlyReply()).isEqualTo("CONT 1 UGFzc3dvcmQ6");
    }

    @Test
    void anIdIsInUseOnce() {
        session.greeted().send("AUTH 1 LOGIN service=smtp secured");
        session.sendFatal("AUTH 1 LOGIN service=smtp secured");
    }

    @Test
    void tooManyExchangesFailForNow() {
        session.greeted();
        for (int id = 1; id <= LoginHarness.MAX_PENDING; id++) {
            session.send("AUTH " + id + " LOGIN service=smtp secured");
        }
        session.replies();
        session.send("AUTH 99 LOGIN service=smtp secured");
        assertThat(session.onlyReply()).startsWith("FAIL 99 code=temp_fail");
        session.send("CANCEL 1");
        session.send("AUTH 99 LOGIN service=smtp secured");
        assertThat(session.onlyReply()).startsWith("CONT 99");
    }

    /**
     * Neither by exchanges that it leaves alone nor by failures that are held back does one client keep others out. Its own oldest
     * exchange that it does not go on with makes way for its next one.
     */
    @Test
    void oneClientHasItsShareOnly() {
        session.greeted();
        session.send("AUTH 1 LOGIN service=smtp rip=2001:db8::1 secured");
        session.send("AUTH 2 LOGIN service=smtp rip=2001:db8::2 secured");
        session.send(plain(3, "alice@example.org", "wrong").replace("192.0.2.7", "2001:db8::3"))
                .work();
        session.replies();
        session.send("AUTH 4 LOGIN service=smtp rip=2001:db8::4 secured");
        assertThat(session.replies())
                .containsExactly(
                        "FAIL 1 code=temp_fail reason=Temporary authentication failure", "CONT 4 VXNlcm5hbWU6");
        session.send(plain(5, "alice@example.org", "wonderland"));
        assertThat(session.work().onlyReply()).startsWith("OK 5");

        session.pass(LoginHarness.DELAY).replies();
        session.send("AUTH 6 LOGIN service=smtp rip=2001:db8::4 secured");
        assertThat(session.onlyReply())
                .as("the held-back failure has been told")
                .startsWith("CONT 6");
        for (int id = 7; id <= 9; id++) {
            session.send(plain(id, "alice@example.org", "wrong").replace("192.0.2.7", "2001:db8::3"));
        }
        session.replies();
        session.send(plain(10, "alice@example.org", "wrong").replace("192.0.2.7", "2001:db8::3"));
        assertThat(session.onlyReply()).as("none can make way").startsWith("FAIL 10");
    }

    @Test
    void tooMuchWorkFailsForNow() {
        session.workLimit = 1;
        session.greeted().send(plain(1, "alice@example.org", "wonderland"));
        session.send(plain(2, "alice@example.org", "wonderland"));
        assertThat(session.work().replies())
                .hasSize(2)
                .anyMatch(line -> line.startsWith("OK 1"))
                .anyMatch(line -> line.startsWith("FAIL 2") && line.contains("code=temp_fail"));
    }

    /** RFC 4422 3.5. */
    @Test
    void aCancelledExchangeIsNotHeardOfAgain() {
        session.greeted().send(plain(1, "alice@example.org", "wonderland"));
        session.send("CANCEL 1");
        assertThat(session.work().replies()).isEmpty();
        assertThat(session.decisions)
                .singleElement()
                .extracting(Decision::outcome)
                .isEqualTo(new Decision.Outcome.Cancelled());
        session.send("CANCEL 1").send("CANCEL 55");
        assertThat(session.decisions).hasSize(1);
        session.send(plain(1, "alice@example.org", "wrong"));
        session.work().send("CANCEL 1");
        assertThat(session.pass(LoginHarness.DELAY).replies()).isEmpty();
        assertThat(session.session.idle()).isTrue();
    }

    @Test
    void whatNobodyGoesOnWithIsInTheLog() {
        session.greeted().send("AUTH 1 LOGIN service=smtp rip=192.0.2.7 secured");
        session.send("CONT 1 " + base64("alice@example.org"));
        session.pass(Duration.ofSeconds(150));
        assertThat(session.decisions).singleElement().satisfies(decision -> {
            assertThat(decision.outcome()).isEqualTo(new Decision.Outcome.Cancelled());
            assertThat(decision.claimedName()).contains("alice@example.org");
        });
        assertThat(session.session.idle()).isTrue();
    }

    /** What is decided is in the log already. */
    @Test
    void whatIsUnderWayWhenTheFrontEndGoesIsInTheLog() {
        session.greeted().send(plain(1, "alice@example.org", "wrong")).work();
        session.send("AUTH 2 LOGIN service=smtp rip=192.0.2.7 secured");
        session.send("CONT 2 " + base64("alice@example.org"));
        session.session.closed();
        assertThat(session.decisions)
                .extracting(Decision::outcome)
                .containsExactly(
                        new Decision.Outcome.Refused(FailureReason.CREDENTIALS), new Decision.Outcome.Cancelled());
        assertThat(session.decisions.getLast().claimedName()).contains("alice@example.org");
        assertThat(session.session.idle()).isTrue();
    }

    /** RFC 7628 3.2.3. */
    @Test
    void aTokenThatIsRefusedFailsWithTheAnswerToTheReason() {
        session.greeted().send(token(1, "alice@example.org", "good")).work();
        assertThat(session.onlyReply()).isEqualTo("OK 1 user=alice@example.org");
        session.send(token(2, "alice@example.org", "bad")).work();
        assertThat(session.onlyReply()).isEqualTo("CONT 2 " + base64("{\"status\":\"invalid_token\"}"));
        assertThat(session.decisions.getLast().outcome())
                .isEqualTo(new Decision.Outcome.Refused(FailureReason.CREDENTIALS));
        session.pass(Duration.ofSeconds(60)).send("CONT 2 AQ==");
        assertThat(session.pass(Duration.ofMillis(1999)).replies()).isEmpty();
        assertThat(session.pass(Duration.ofMillis(1)).onlyReply()).isEqualTo("FAIL 2 user=alice@example.org");
        assertThat(session.decisions).hasSize(2);
    }

    /** Who does not wait for the failure has failed all the same. */
    @Test
    void aTokenThatIsRefusedCountsThoughTheClientGivesUp() {
        var harness = new LoginHarness(
                        LoginSocket.COMMON, true, new AuthSidecarConfig.Penalties(8_000, 60, List.of(), 100))
                .greeted();
        for (int id = 1; id <= 2; id++) {
            harness.send(token(id, "alice@example.org", "bad")).work().send("CANCEL " + id);
            assertThat(harness.onlyReply()).startsWith("CONT " + id);
        }
        assertThat(harness.decisions)
                .extracting(Decision::outcome)
                .containsOnly(new Decision.Outcome.Refused(FailureReason.CREDENTIALS))
                .hasSize(2);
        harness.send(token(3, "alice@example.org", "bad")).work().send("CONT 3 AQ==");
        harness.replies();
        assertThat(harness.pass(Duration.ofMillis(7_999)).replies())
                .as("the third failure")
                .isEmpty();
        assertThat(harness.pass(Duration.ofMillis(1)).onlyReply()).startsWith("FAIL 3");
    }

    @Test
    void aFailureThatWasCancelledIsNotToldToTheNextUserOfItsId() {
        session.greeted().send(plain(1, "alice@example.org", "wrong"));
        session.work().send("CANCEL 1").send("AUTH 1 LOGIN service=smtp secured");
        assertThat(session.pass(LoginHarness.DELAY).replies()).containsExactly("CONT 1 VXNlcm5hbWU6");
        session.send("CONT 1 " + base64("alice@example.org"));
        assertThat(session.onlyReply()).isEqualTo("CONT 1 UGFzc3dvcmQ6");
    }

    @Test
    void anExchangeHasItsTime() {
        session.greeted().send("AUTH 1 LOGIN service=smtp secured");
        session.pass(Duration.ofSeconds(100)).send("AUTH 2 LOGIN service=smtp secured");
        session.replies();
        assertThat(session.session.maxWait()).isEqualTo(Duration.ofSeconds(50));
        session.pass(Duration.ofSeconds(50));
        session.send("CONT 1 " + base64("alice@example.org"));
        assertThat(session.onlyReply()).isEqualTo("FAIL 1 reason=Authentication request timed out");
        session.send("CONT 2 " + base64("alice@example.org"));
        assertThat(session.onlyReply()).isEqualTo("CONT 2 UGFzc3dvcmQ6");
    }

    @Test
    void aContinuationThatNobodyAskedForEndsTheRequest() {
        session.greeted().send(plain(1, "alice@example.org", "wonderland"));
        session.send("CONT 1 ");
        assertThat(session.onlyReply()).isEqualTo("FAIL 1 reason=Unexpected continuation");
        assertThat(session.work().replies()).isEmpty();
        session.send("CONT 8 ");
        assertThat(session.onlyReply()).isEqualTo("FAIL 8 reason=Authentication request timed out");
    }

    @Test
    void aFailureIsNotHadSoonerByAskingAgain() {
        session.greeted().send(plain(1, "alice@example.org", "wrong"));
        session.work().send("CONT 1 ");
        assertThat(session.replies()).isEmpty();
        assertThat(session.pass(LoginHarness.DELAY).onlyReply()).isEqualTo("FAIL 1 user=alice@example.org");
    }

    @Test
    void aCredentialIsForItsProtocolsAndItsTime() {
        session.greeted().send(plain(1, "apps@example.org", "mobile").replace("service=smtp", "service=pop3"));
        assertThat(session.work().pass(LoginHarness.DELAY).onlyReply()).isEqualTo("FAIL 1 user=apps@example.org");
        session.send(plain(1, "apps@example.org", "mobile").replace("service=smtp", "protocol=imap"));
        assertThat(session.work().onlyReply()).startsWith("OK 1");
        session.send(plain(1, "apps@example.org", "guest"));
        assertThat(session.work().onlyReply()).startsWith("OK 1");
        session.pass(Duration.ofMinutes(10)).send(plain(1, "apps@example.org", "guest"));
        assertThat(session.work().pass(LoginHarness.DELAY).onlyReply())
                .isEqualTo("FAIL 1 user=apps@example.org code=pass_expired");
    }

    @Test
    void whatIsUnderWayEndsWithTheConnection() {
        session.greeted().send(plain(1, "alice@example.org", "wonderland"));
        session.session.closed();
        assertThat(session.work().replies()).isEmpty();
    }
}
