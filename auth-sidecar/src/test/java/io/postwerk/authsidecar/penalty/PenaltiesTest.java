package io.postwerk.authsidecar.penalty;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.config.IpNetwork;
import io.postwerk.config.server.AuthSidecarConfig;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PenaltiesTest {

    private static final Optional<String> CLIENT = Optional.of("192.0.2.7");
    private static final Optional<String> ALICE = Optional.of("alice@example.org");

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final Penalties penalties = penalties(5, 100);

    private Penalties penalties(int refuseAfter, int entries) {
        var config = new AuthSidecarConfig.Penalties(
                8_000, refuseAfter, 60, List.of(IpNetwork.parse("10.0.0.0/8")), entries);
        return new Penalties(config, Duration.ofSeconds(1), now::get);
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void delaysGrowToABound() {
        assertThat(penalties.failed(CLIENT, ALICE)).hasSeconds(1);
        assertThat(penalties.failed(CLIENT, ALICE)).hasSeconds(2);
        assertThat(penalties.failed(CLIENT, ALICE)).hasSeconds(4);
        assertThat(penalties.failed(CLIENT, ALICE)).hasSeconds(8);
        assertThat(penalties.failed(CLIENT, ALICE)).hasSeconds(8);
        assertThat(penalties.longestDelay()).hasSeconds(8);
    }

    @Test
    void delaysDecay() {
        penalties.failed(CLIENT, ALICE);
        penalties.failed(CLIENT, ALICE);
        penalties.failed(CLIENT, ALICE);
        pass(Duration.ofMinutes(10));
        assertThat(penalties.failed(CLIENT, ALICE)).hasSeconds(1);
    }

    /** An address is refused for a while; a name never: nobody can lock others out. */
    @Test
    void refusesAnAddressThatGoesOn() {
        for (int i = 0; i < 4; i++) {
            penalties.failed(CLIENT, Optional.of("user" + i));
        }
        assertThat(penalties.refuses(CLIENT)).isFalse();
        penalties.failed(CLIENT, Optional.empty());
        assertThat(penalties.refuses(CLIENT)).isTrue();
        assertThat(penalties.refuses(Optional.of("192.0.2.8"))).isFalse();
        assertThat(penalties.refuses(Optional.empty())).isFalse();
        pass(Duration.ofMinutes(1));
        assertThat(penalties.refuses(CLIENT)).isFalse();

        for (int i = 0; i < 50; i++) {
            penalties.failed(Optional.of("198.51.100." + i), ALICE);
        }
        assertThat(penalties.refuses(Optional.of("203.0.113.1"))).isFalse();
    }

    /** Many addresses that try one name are slowed down together, however it is spelled. */
    @Test
    void countsNamesFromEverywhere() {
        penalties.failed(Optional.of("198.51.100.1"), ALICE);
        penalties.failed(Optional.of("198.51.100.2"), Optional.of("ALICE@Example.ORG"));
        assertThat(penalties.failed(Optional.of("198.51.100.3"), ALICE)).hasSeconds(4);
        penalties.succeeded("Alice@example.org");
        assertThat(penalties.failed(Optional.of("198.51.100.4"), ALICE)).hasSeconds(1);
    }

    @Test
    void anIpv6NetworkIsOneClient() {
        for (int i = 1; i <= 5; i++) {
            penalties.failed(Optional.of("2001:db8:1:2::" + i), Optional.empty());
        }
        assertThat(penalties.refuses(Optional.of("2001:db8:1:2:ffff::1"))).isTrue();
        assertThat(penalties.refuses(Optional.of("2001:db8:1:3::1"))).isFalse();
    }

    @Test
    void trustedNetworksAreNotCounted() {
        for (int i = 0; i < 20; i++) {
            assertThat(penalties.failed(Optional.of("10.1.2.3"), ALICE)).hasSeconds(1);
        }
        assertThat(penalties.refuses(Optional.of("10.1.2.3"))).isFalse();
        assertThat(penalties.countedAddresses()).isZero();
        assertThat(penalties.countedNames()).isZero();
    }

    @Test
    void keepsSoManyAndForgetsWhatHasDecayed() {
        Penalties few = penalties(5, 10);
        for (int i = 0; i < 250; i++) {
            few.failed(Optional.of("192.0.2." + i), Optional.of("x".repeat(i * 10)));
        }
        assertThat(few.countedAddresses()).isEqualTo(10);
        assertThat(few.countedNames()).isEqualTo(10);
        pass(Duration.ofHours(1));
        assertThat(few.countedAddresses()).isZero();
    }

    @Test
    void whatIsNoAddressIsNobody() {
        assertThat(penalties.failed(Optional.of("not an address"), Optional.empty()))
                .hasSeconds(1);
        assertThat(penalties.countedAddresses()).isZero();
    }
}
