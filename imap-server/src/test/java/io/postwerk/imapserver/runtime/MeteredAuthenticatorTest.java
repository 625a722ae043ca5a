package io.postwerk.imapserver.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.imapserver.FakeAuthenticator;
import io.postwerk.sasl.AuthFacts;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.Protection;
import io.postwerk.sasl.SaslExchange;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MeteredAuthenticatorTest {
    private static final AuthFacts FACTS = new AuthFacts(
            "pop3", new InetSocketAddress(0), new InetSocketAddress(0), true, Optional.empty(), "session");

    private final List<String> counted = new ArrayList<>();
    private final FakeAuthenticator fake = new FakeAuthenticator()
            .with("alice@example.org", "wonderland", "id-alice")
            .withFailing("off@example.org", "x", FailureReason.DISABLED);
    private final MeteredAuthenticator authenticator = new MeteredAuthenticator(fake, new MeteredAuthenticator.Meter() {
        @Override
        public void succeeded(String service) {
            counted.add(service + " ok");
        }

        @Override
        public void failed(String service, FailureReason reason) {
            counted.add(service + " " + reason);
        }
    });

    private static byte[] plain(String user, String password) {
        return ("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void countsEachLoginOnceWhenItIsDecided() {
        SaslExchange atOnce =
                authenticator.start("PLAIN", Optional.of(plain("alice@example.org", "wonderland")), FACTS);
        atOnce.step();
        atOnce.step();
        SaslExchange later = authenticator.start("PLAIN", Optional.empty(), FACTS);
        assertThat(counted).containsExactly("pop3 ok");
        later.respond(plain("off@example.org", "x"));
        later.step();

        assertThat(counted).containsExactly("pop3 ok", "pop3 DISABLED");
    }

    @Test
    void changesNothing() {
        assertThat(authenticator.mechanisms(Protection.TLS)).isEqualTo(fake.mechanisms(Protection.TLS));
        authenticator.start("PLAIN", Optional.empty(), FACTS).cancel();
        assertThat(fake.cancelled()).isEqualTo(1);
        assertThat(counted).isEmpty();
    }
}
