package io.postwerk.authsidecar.penalty;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.config.IpNetwork;
import io.postwerk.config.server.AuthSidecarConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private static final Duration STEP = Duration.ofMillis(100);
    private static final Duration PATIENCE = Turns.PATIENCE;

    private final AtomicLong now = new AtomicLong();
    private final Penalties penalties = new Penalties(
            new AuthSidecarConfig.Penalties(8_000, 120, List.of(IpNetwork.parse("10.0.0.0/8")), 1_000),
            Duration.ofSeconds(2),
            now::get);
    private final Turns turns = new Turns(penalties, 1_000, now::get);
    private int granted;

    private Asker asker(String client, String name) {
        return penalties.asker(Optional.of(client), Optional.of(name));
    }

    private Turns.Turn ask(String client, String name) {
        return turns.ask(asker(client, name), () -> granted++);
    }

    private void fail(String client, String name) {
        ask(client, name).endAfter(penalties.failed(asker(client, name)));
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
        turns.advance();
    }

    /** Attackers who each try again as soon as they can, for so long. @return how many passwords they tried */
    private int guesses(int attackers, Duration time, IntFunction<Asker> next) {
        record Attacker(Turns.Turn turn, Asker asker, long since) {}
        var waiting = new ArrayList<Attacker>();
        var told = new ArrayList<Long>();
        int idle = attackers;
        int guesses = 0;
        int begun = 0;
        for (long end = now.get() + time.toNanos(); now.get() < end; pass(STEP)) {
            while (!told.isEmpty() && told.removeIf(at -> at <= now.get())) {
                idle = attackers - waiting.size() - told.size();
            }
            for (; idle > 0; idle--) {
                Asker asker = next.apply(begun++);
                waiting.add(new Attacker(turns.ask(asker, () -> {}), asker, now.get()));
            }
            for (Attacker attacker : List.copyOf(waiting)) {
                if (attacker.turn().isOpen()) {
                    Duration delay = penalties.failed(attacker.asker());
                    attacker.turn().endAfter(delay);
                    told.add(Math.max(now.get(), attacker.since() + delay.toNanos()));
                    guesses++;
                    waiting.remove(attacker);
                } else if (now.get() - attacker.since() >= PATIENCE.toNanos()) {
                    attacker.turn().end();
                    told.add(now.get());
                    waiting.remove(attacker);
                }
            }
        }
        waiting.forEach(attacker -> attacker.turn().end()); // they give up
        return guesses;
    }

    private int guessesAnHour(int attackers, IntFunction<Asker> next) {
        guesses(attackers, Duration.ofMinutes(10), next); // counts and delays have grown
        return guesses(attackers, Duration.ofHours(1), next);
    }

    @Test
    void oneAddressHasSoManyGuessesAtOneName() {
        assertThat(guessesAnHour(50, _ -> asker("192.0.2.7", "alice@example.org")))
                .isBetween(800, 900);
    }

    @Test
    void oneAddressHasSoManyGuessesAtAllNames() {
        assertThat(guessesAnHour(50, i -> asker("192.0.2.7", "user" + i))).isBetween(3_400, 3_600);
    }

    @Test
    void manyAddressesHaveAFewGuessesEachAtOneName() {
        int each = guessesAnHour(100, i -> asker("198.51.100." + i % 20, "alice@example.org")) / 20;
        assertThat(each).isBetween(800, 900);
    }

    /** An exempt network hides many clients, so that the name alone is counted there. */
    @Test
    void anExemptNetworkHasSoManyGuessesAtOneName() {
        assertThat(guessesAnHour(50, _ -> asker("10.0.0.1", "alice@example.org")))
                .isBetween(3_400, 3_600);
    }

    /** The attack leaves places to others at the address, and a name that is not attacked comes first. */
    @Test
    void othersAtTheAddressHaveTheNextPlace() {
        guesses(50, Duration.ofMinutes(10), _ -> asker("192.0.2.7", "alice@example.org"));
        Turns.Turn bob = ask("192.0.2.7", "bob@example.org");
        assertThat(bob.isOpen()).as("one name has not all places").isTrue();
        bob.end();
        pass(PATIENCE);
        guesses(50, Duration.ofMinutes(10), i -> asker("192.0.2.7", "alice" + i % 20));
        Turns.Turn carol = ask("192.0.2.7", "carol@example.org");
        Duration waited = Duration.ZERO;
        while (!carol.isOpen() && waited.compareTo(PATIENCE) < 0) {
            pass(STEP);
            waited = waited.plus(STEP);
        }
        assertThat(carol.isOpen()).isTrue();
        assertThat(waited).isLessThan(PATIENCE);
    }

    @Test
    void aFailureKeepsItsPlaceThoughItsClientHasGone() {
        for (int i = 0; i < 20; i++) {
            fail("192.0.2.7", "alice@example.org");
        }
        Turns.Turn next = ask("192.0.2.7", "alice@example.org");
        assertThat(next.isWaiting()).isTrue();
        pass(Duration.ofMillis(7_900));
        assertThat(next.isWaiting()).isTrue();
        pass(STEP);
        assertThat(next.isOpen()).isTrue();
        assertThat(granted).isEqualTo(1);
    }

    @Test
    void whoGivesUpGivesThePlaceToTheNext() {
        for (int i = 0; i < 20; i++) {
            penalties.failed(asker("192.0.2.7", "alice@example.org"));
        }
        Turns.Turn first = ask("192.0.2.7", "alice@example.org");
        Turns.Turn second = ask("192.0.2.7", "alice@example.org");
        Turns.Turn third = ask("192.0.2.7", "alice@example.org");
        Turns.Turn fourth = ask("192.0.2.7", "alice@example.org");
        assertThat(List.of(first.isOpen(), second.isOpen(), third.isWaiting(), fourth.isWaiting()))
                .containsOnly(true);
        third.end();
        first.end();
        first.end();
        assertThat(fourth.isOpen()).isTrue();
        assertThat(granted).isEqualTo(1);
        second.end();
        fourth.end();
        assertThat(turns.lanes()).isZero();
    }

    /** A user who logs in from there every day does not wait for those who guess, not even at the user's own name. */
    @Test
    void aFamiliarClientDoesNotWait() {
        turns.succeeded(asker("192.0.2.7", "alice@example.org"));
        pass(Duration.ofDays(6));
        guesses(50, Duration.ofMinutes(10), i -> asker("192.0.2.7", "user" + i));
        assertThat(ask("192.0.2.7", "alice@example.org").isOpen()).isTrue();
        pass(Duration.ofDays(1));
        assertThat(turns.knows(asker("192.0.2.7", "alice@example.org"))).isFalse();
    }

    /** So that many logins of one user at once, none of them remembered yet, do not wait for a few failures among them. */
    @Test
    void theFirstSuccessFreesThoseWhoWait() {
        for (int i = 0; i < 20; i++) {
            penalties.failed(asker("192.0.2.7", "alice@example.org"));
        }
        Turns.Turn first = ask("192.0.2.7", "alice@example.org");
        fail("192.0.2.7", "alice@example.org");
        var waiting = new ArrayList<Turns.Turn>();
        for (int i = 0; i < 10; i++) {
            waiting.add(ask("192.0.2.7", "alice@example.org"));
        }
        assertThat(granted).isZero();
        turns.succeeded(asker("192.0.2.7", "alice@example.org"));
        first.end();
        assertThat(granted).isEqualTo(Turns.FAMILIAR);
        while (waiting.stream().anyMatch(Turns.Turn::isOpen)) {
            waiting.stream().filter(Turns.Turn::isOpen).toList().forEach(Turns.Turn::end);
        }
        assertThat(granted).isEqualTo(10);
        pass(PATIENCE);
        assertThat(turns.lanes()).isZero();
    }

    @Test
    void forgetsClientsBeyondItsBound() {
        for (int i = 0; i < 1_100; i++) {
            turns.succeeded(asker("192.0.2.7", "user" + i));
        }
        assertThat(turns.knows(asker("192.0.2.7", "user0"))).isFalse();
        assertThat(turns.knows(asker("192.0.2.7", "user1099"))).isTrue();
        for (int i = 0; i < 9; i++) {
            turns.succeeded(asker("198.51.100." + i, "alice"));
        }
        assertThat(turns.knows(asker("198.51.100.0", "alice"))).isFalse();
        assertThat(turns.knows(asker("198.51.100.8", "alice"))).isTrue();
    }

    @Test
    void keepsNothingOfWhoHasGone() {
        for (int i = 0; i < 5_000; i++) {
            fail("198.51." + i / 250 + "." + i % 250, "alice@example.org");
        }
        pass(PATIENCE);
        assertThat(turns.lanes()).isZero();
        assertThat(turns.waiting()).isZero();
    }
}
