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

    private static final String CLIENT = "192.0.2.7";
    private static final String ALICE = "alice@example.org";

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final Penalties penalties = penalties(100);

    private Penalties penalties(int entries) {
        var config = new AuthSidecarConfig.Penalties(8_000, 60, List.of(IpNetwork.parse("10.0.0.0/8")), entries);
        return new Penalties(config, Duration.ofSeconds(1), now::get);
    }

    private Duration failed(String client, String name) {
        return penalties.failed(penalties.asker(Optional.of(client), Optional.of(name)));
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void delaysGrowToABound() {
        assertThat(failed(CLIENT, ALICE)).hasSeconds(1);
        assertThat(failed(CLIENT, ALICE)).hasSeconds(2);
        assertThat(failed(CLIENT, ALICE)).hasSeconds(4);
        assertThat(failed(CLIENT, ALICE)).hasSeconds(8);
        assertThat(failed(CLIENT, ALICE)).hasSeconds(8);
        assertThat(penalties.longestDelay()).hasSeconds(8);
    }

    @Test
    void delaysDecay() {
        failed(CLIENT, ALICE);
        failed(CLIENT, ALICE);
        failed(CLIENT, ALICE);
        pass(Duration.ofMinutes(10));
        assertThat(failed(CLIENT, ALICE)).hasSeconds(1);
    }

    @Test
    void anAddressThatGoesOnGuesses() {
        String network = penalties.network(Optional.of(CLIENT)).orElseThrow();
        for (int i = 0; i < 9; i++) {
            failed(CLIENT, "user" + i);
        }
        assertThat(penalties.guesses(network)).isFalse();
        failed(CLIENT, "another");
        assertThat(penalties.guesses(network)).isTrue();
        assertThat(penalties.isGuessedAt("another")).isFalse();
        pass(Duration.ofMinutes(1));
        assertThat(penalties.guesses(network)).isFalse();
    }

    /** Many addresses that try one name are slowed down together, however it is spelled. */
    @Test
    void countsNamesFromEverywhere() {
        failed("198.51.100.1", ALICE);
        failed("198.51.100.2", "ALICE@Example.ORG");
        assertThat(failed("198.51.100.3", ALICE)).hasSeconds(4);
        for (int i = 0; i < 10; i++) {
            failed("203.0.113." + i, ALICE);
        }
        assertThat(penalties.isGuessedAt(ALICE)).isTrue();
    }

    @Test
    void anIpv6NetworkIsOneClient() {
        assertThat(penalties.network(Optional.of("2001:db8:1:2::5")))
                .isEqualTo(penalties.network(Optional.of("2001:db8:1:2:ffff::1")))
                .isNotEqualTo(penalties.network(Optional.of("2001:db8:1:3::1")));
    }

    /** Behind an exempt address is anybody, who may guess at a name as well as others. */
    @Test
    void anExemptNetworkIsNotCountedButTheNameIs() {
        for (int i = 0; i < 20; i++) {
            failed("10.1.2.3", "user" + i);
        }
        assertThat(penalties.countedNetworks()).isZero();
        assertThat(penalties.countedNames()).isEqualTo(20);
        failed("10.1.2.3", ALICE);
        failed("10.1.2.3", ALICE);
        assertThat(failed("10.1.2.3", ALICE)).hasSeconds(4);
        assertThat(failed("198.51.100.9", ALICE)).hasSeconds(8);
    }

    @Test
    void keepsSoManyAndForgetsWhatHasDecayed() {
        Penalties few = penalties(10);
        for (int i = 0; i < 250; i++) {
            few.failed(few.asker(Optional.of("192.0.2." + i), Optional.of("x".repeat(i * 10))));
        }
        assertThat(few.countedNetworks()).isEqualTo(10);
        assertThat(few.countedNames()).isEqualTo(10);
        pass(Duration.ofHours(1));
        assertThat(few.countedNetworks()).isZero();
    }

    @Test
    void whatIsNoAddressIsNobody() {
        assertThat(penalties.failed(penalties.asker(Optional.of("not an address"), Optional.empty())))
                .hasSeconds(1);
        assertThat(penalties.countedNetworks()).isZero();
    }
}
