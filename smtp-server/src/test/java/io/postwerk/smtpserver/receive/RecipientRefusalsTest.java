package io.postwerk.smtpserver.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.config.IpNetwork;
import io.postwerk.config.limits.ClientLimits;
import io.postwerk.config.limits.SmtpLimits;
import io.postwerk.smtp.Protocol;
import io.postwerk.smtp.server.ClientFacts;
import io.postwerk.smtp.server.RefusalPace;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How fast one client finds out who has no mailbox, on a clock of the test. */
class RecipientRefusalsTest {
    private final AtomicLong nanos = new AtomicLong();
    private final RecipientRefusals refusals = new RecipientRefusals(
            () -> SmtpLimits.DEFAULT.withClients(
                    new ClientLimits(1000, 200, 400, List.of(IpNetwork.parse("10.0.0.0/8")))),
            nanos::get);

    private RefusalPace session(String address) {
        InetSocketAddress remote = new InetSocketAddress(InetAddress.ofLiteral(address), 40_000);
        return refusals.of(new ClientFacts("id", "smtp", Protocol.SMTP, remote, remote, Optional.empty()));
    }

    @Test
    void moreSessionsBringNoMoreAnswers() {
        int answered = 0;
        for (int second = 0; second < 600; second++) {
            for (int i = 0; i < 200; i++) {
                RefusalPace session = session("192.0.2.1");
                if (!session.exhausted()) {
                    session.refused();
                    answered++;
                }
            }
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        }
        // In ten minutes: a burst of 120, two a second, and those that wait still.
        assertThat(answered).isBetween(1200, 120 + 1200 + 22);
    }

    @Test
    void aRelayWithSomeBadAddressesNeverWaits() {
        RefusalPace relay = session("192.0.2.1");
        for (int i = 0; i < 10_000; i++) {
            assertThat(relay.exhausted()).isFalse();
            assertThat(relay.refused()).isZero();
            nanos.addAndGet(Duration.ofMillis(500).toNanos());
        }
    }

    @Test
    void othersAndTrustedClientsAreNotConcerned() {
        for (int i = 0; i < 1000; i++) {
            session("192.0.2.1").refused();
        }
        assertThat(session("192.0.2.1").exhausted()).isTrue();
        assertThat(session("198.51.100.1").refused()).isZero();
        for (int i = 0; i < 1000; i++) {
            assertThat(session("10.0.0.1").refused()).isZero();
        }
        assertThat(session("10.0.0.1").exhausted()).isFalse();
    }
}
