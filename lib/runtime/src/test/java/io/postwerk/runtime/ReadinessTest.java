package io.postwerk.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ReadinessTest {
    @Test
    void isReadyWhenNothingIsRequired() {
        assertThat(new Readiness().ready()).isTrue();
    }

    @Test
    void asksAgainEachTime() {
        AtomicBoolean bound = new AtomicBoolean();
        Readiness readiness =
                new Readiness().require("listeners", () -> Condition.of(bound.get(), "imap is not bound yet"));

        assertThat(readiness.ready()).isFalse();
        bound.set(true);
        assertThat(readiness.ready()).isTrue();
        bound.set(false);
        assertThat(readiness.report()).containsExactly(entry("listeners", Condition.down("imap is not bound yet")));
    }

    @Test
    void reportsAllByNameAndTakesAThrownOneForDown() {
        Readiness readiness = new Readiness().require("store", Condition::up).require("config", () -> {
            throw new IllegalStateException("torn");
        });

        assertThat(readiness.ready()).isFalse();
        assertThat(readiness.report())
                .containsExactly(
                        entry("config", Condition.down("java.lang.IllegalStateException: torn")),
                        entry("store", Condition.up()));
    }

    @Test
    void isReadyWithSomethingThatSomebodyShouldSeeTo() {
        Readiness readiness = new Readiness().require("messages", () -> Condition.degraded("one cannot be read"));

        assertThat(readiness.ready()).isTrue();
        assertThat(readiness.report()).containsExactly(entry("messages", Condition.degraded("one cannot be read")));
    }
}
