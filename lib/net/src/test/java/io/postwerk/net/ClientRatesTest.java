package io.postwerk.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.net.ClientRates.Rate;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Rates of clients, on a clock of the test. */
class ClientRatesTest {
    private static final Rate RATE = Rate.perMinute(60);

    private final AtomicLong nanos = new AtomicLong(-1_000);
    private final ClientRates rates = new ClientRates(nanos::get);

    private static ClientAddress client(String literal) {
        return ClientAddress.of(InetAddress.ofLiteral(literal));
    }

    private Duration count(String client, int times) {
        Duration last = Duration.ZERO;
        for (int i = 0; i < times; i++) {
            last = rates.count(client(client), RATE);
        }
        return last;
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void aBurstIsFreeAndThenEachWaitsLonger() {
        assertThat(count("192.0.2.1", 60)).isZero();
        assertThat(count("192.0.2.1", 1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(count("192.0.2.1", 9)).isEqualTo(Duration.ofSeconds(10));
        assertThat(rates.peek(client("192.0.2.1"), RATE)).isEqualTo(Duration.ofSeconds(10));
        pass(Duration.ofSeconds(5));
        assertThat(rates.peek(client("192.0.2.1"), RATE)).isEqualTo(Duration.ofSeconds(5));
        pass(Duration.ofMinutes(2));
        assertThat(count("192.0.2.1", 60)).isZero();
    }

    @Test
    void aSlowClientNeverWaits() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(count("192.0.2.1", 1)).isZero();
            pass(Duration.ofSeconds(1));
        }
    }

    @Test
    void clientsDoNotWaitForEachOther() {
        count("192.0.2.1", 200);
        assertThat(count("198.51.100.1", 60)).isZero();
        assertThat(count("2001:db8::1", 60)).isZero();
    }

    @Test
    void theAddressesOfAnIpv6HostAreOneClient() {
        for (int i = 0; i < 60; i++) {
            assertThat(count("2001:db8::" + i, 1)).isZero();
        }
        assertThat(count("2001:db8::ffff", 1)).isPositive();
        assertThat(count("2001:db8:0:1::1", 1)).isZero();
    }

    @Test
    void aNetworkMayDoFourTimesAsMuch() {
        for (int host = 0; host < 4; host++) {
            assertThat(count("192.0.2." + host, 60)).isZero();
        }
        assertThat(count("192.0.2.77", 1)).isPositive();
        assertThat(count("192.0.3.77", 1)).isZero();
    }

    @Test
    void tenThousandHostileClientsHardlyTouchOthers() {
        for (int i = 0; i < 10_000; i++) {
            count("10." + (i / 200) + "." + (i % 200) + ".1", 70);
        }
        int slowed = 0;
        for (int i = 0; i < 1000; i++) {
            if (count("172.16." + (i / 4) + "." + (i % 4 * 64), 1).isPositive()) {
                slowed++;
            }
        }
        // Both of two places among 65,536 are taken with a probability of 2 %, for a network as for an address.
        assertThat(slowed).isLessThan(100);
    }
}
