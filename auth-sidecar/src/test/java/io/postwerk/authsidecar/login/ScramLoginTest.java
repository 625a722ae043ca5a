package io.postwerk.authsidecar.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.password.SaslPrepException;
import io.postwerk.sasl.mechanism.ScramClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** SCRAM-SHA-256 over the wire: what comes last depends on the front end (RFC 4422 3.6). */
class ScramLoginTest {

    private final LoginHarness session = new LoginHarness().greeted();
    private final ScramClient client = client("wonderland");

    private static ScramClient client(String password) {
        try {
            return new ScramClient("alice@example.org", password, "fyko+d2lbbFgONRv9qkxdawL");
        } catch (SaslPrepException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aFrontEndThatTakesItGetsTheLastMessageWithOk() {
        begin(client, " final-resp-ok");
        String ok = session.work().onlyReply();
        assertThat(ok).startsWith("OK 1 user=alice@example.org resp=");
        assertThat(client.accepts(Base64.getDecoder().decode(ok.substring(ok.indexOf("resp=") + 5))))
                .isTrue();
    }

    @Test
    void otherFrontEndsConfirmItAsAChallenge() {
        begin(client, "");
        String last = session.work().onlyReply();
        assertThat(last).startsWith("CONT 1 ");
        assertThat(client.accepts(Base64.getDecoder().decode(last.substring(7))))
                .isTrue();
        assertThat(session.decisions).isEmpty();
        session.send("CONT 1 ");
        assertThat(session.onlyReply()).isEqualTo("OK 1 user=alice@example.org");
        assertThat(session.decisions).hasSize(1);
    }

    @Test
    void aConfirmationIsEmpty() {
        begin(client, "");
        session.work().replies();
        session.send("CONT 1 AA==");
        assertThat(session.onlyReply()).startsWith("FAIL 1").contains("code=invalid_base64");
    }

    @Test
    void needsNoTls() {
        assertThat(session.replies()).isEmpty();
        begin(client, "");
        assertThat(session.work().onlyReply()).startsWith("CONT 1 ");
    }

    @Test
    void aWrongPasswordIsToldLater() {
        begin(client("wrong"), " final-resp-ok");
        assertThat(session.work().replies()).isEmpty();
        assertThat(session.pass(LoginHarness.DELAY).onlyReply()).isEqualTo("FAIL 1 user=alice@example.org");
    }

    /** Salt and iterations are of the same shape, and the salt is the same in every pod and after every restart. */
    @Test
    void anUnknownUserLooksLikeAKnownOne() {
        String known = saltAndIterations(session, "alice@example.org");
        String unknown = saltAndIterations(session, "nobody@example.org");
        assertThat(unknown).isNotEqualTo(known).hasSameSizeAs(known);
        assertThat(unknown.substring(unknown.indexOf(",i="))).isEqualTo(known.substring(known.indexOf(",i=")));
        assertThat(saltAndIterations(new LoginHarness().greeted(), "Nobody@EXAMPLE.org"))
                .isEqualTo(unknown);
    }

    private static String saltAndIterations(LoginHarness harness, String name) {
        harness.send("AUTH 9 SCRAM-SHA-256 service=imap resp=" + LoginHarness.base64("n,,n=" + name + ",r=x"));
        String reply = harness.work().onlyReply();
        harness.send("CANCEL 9");
        String challenge =
                new String(Base64.getDecoder().decode(reply.substring("CONT 9 ".length())), StandardCharsets.UTF_8);
        return challenge.substring(challenge.indexOf(",s="));
    }

    private void begin(ScramClient scram, String more) {
        var base64 = Base64.getEncoder();
        session.send("AUTH 1 SCRAM-SHA-256 service=imap rip=192.0.2.7" + more + " resp="
                + base64.encodeToString(scram.first()));
        String challenge = session.work().onlyReply();
        assertThat(challenge).startsWith("CONT 1 ");
        byte[] answer =
                scram.answer(Base64.getDecoder().decode(challenge.substring(7))).orElseThrow();
        session.send("CONT 1 " + base64.encodeToString(answer));
    }
}
