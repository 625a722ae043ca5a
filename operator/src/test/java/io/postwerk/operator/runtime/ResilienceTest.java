package io.postwerk.operator.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.postwerk.controlplane.ControlPlane;
import io.postwerk.controlplane.SharedControlPlane;
import io.postwerk.crds.MailUser;
import io.postwerk.crds.ObjectKey;
import io.postwerk.operator.planning.PlanningMetrics;
import io.postwerk.operator.runtime.OperatorSettings.Election;
import java.io.IOException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Operators that are killed, cut off, or not alone. */
@ExtendWith(SharedControlPlane.class)
class ResilienceTest {
    private static final Optional<Election> ELECTION = Optional.of(new Election("operator", Duration.ofSeconds(6)));

    private ControlPlane controlPlane;
    private TestBed bed;

    @BeforeEach
    void begin(ControlPlane shared) throws IOException {
        controlPlane = shared;
        bed = new TestBed(shared);
        bed.server("main");
        bed.domain("main", "example.org");
    }

    @AfterEach
    void end() throws Exception {
        bed.close();
    }

    @Test
    void goesOnWhereItWasKilled() {
        PostwerkOperator first = bed.operator();
        bed.user("alice", "example.org");
        // Somewhere between the first bucket and the index.
        await().atMost(TestBed.TIMEOUT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> bed.admin()
                                .secrets()
                                .inNamespace(bed.namespace())
                                .withName("main-users-10")
                                .get()
                        != null);
        bed.stop(first);
        long before = bed.sequence("main");

        PostwerkOperator second = bed.operator();
        bed.awaitCondition(MailUser.class, "alice", "Resolved", "True Resolved");
        long after = bed.sequence("main");
        assertThat(after).isGreaterThan(before);
        bed.stop(second);

        bed.user("bob", "example.org");
        bed.operator();
        bed.awaitCondition(MailUser.class, "bob", "Resolved", "True Resolved");
        assertThat(bed.users("main")).contains("alice@example.org").contains("bob@example.org");
        assertThat(bed.sequence("main")).isGreaterThan(after);
    }

    @Test
    void numbersGoOnWhenTheIndexIsLost() {
        PostwerkOperator first = bed.operator();
        bed.user("alice", "example.org");
        bed.awaitCondition(MailUser.class, "alice", "Resolved", "True Resolved");
        bed.awaitQuiet();
        bed.stop(first);
        long before = bed.sequence("main");
        bed.admin()
                .configMaps()
                .inNamespace(bed.namespace())
                .withName("main-index")
                .delete();
        bed.operator();
        await().atMost(TestBed.TIMEOUT)
                .untilAsserted(() -> assertThat(bed.sequence("main")).isGreaterThan(before));
    }

    @Test
    void catchesUpWhenTheApiServerWasAway() throws IOException {
        bed.operator();
        bed.user("alice", "example.org");
        bed.awaitCondition(MailUser.class, "alice", "Resolved", "True Resolved");
        controlPlane.stopApiServer();
        controlPlane.startApiServer();
        bed.user("bob", "example.org");
        bed.awaitCondition(MailUser.class, "bob", "Resolved", "True Resolved");
        assertThat(bed.users("main")).contains("bob@example.org");
    }

    @Test
    void goesOnPlanningAfterAnError() {
        AtomicInteger plans = new AtomicInteger();
        PlanningMetrics measures = new PlanningMetrics() {
            @Override
            public void planned(ObjectKey server, Duration duration, int written) {
                if (plans.incrementAndGet() == 1) {
                    throw new OutOfMemoryError("for once");
                }
            }

            @Override
            public void failed(ObjectKey server, Failure failure) {}

            @Override
            public void unreported(String kind) {}

            @Override
            public void hashing(ObjectKey server, int outstanding) {}
        };
        bed.operator(measures);
        await().atMost(TestBed.TIMEOUT).until(() -> plans.get() > 1);
        bed.user("alice", "example.org");
        bed.awaitCondition(MailUser.class, "alice", "Resolved", "True Resolved");
    }

    @Test
    void leadsAloneAndHandsOver() {
        Queue<String> deposed = new ConcurrentLinkedQueue<>();
        PostwerkOperator first =
                bed.operator(bed.admin().getConfiguration(), "first", ELECTION, () -> deposed.add("first"));
        await().atMost(TestBed.TIMEOUT).until(first::isLeading);
        PostwerkOperator second = bed.operator(bed.admin().getConfiguration(), "second", ELECTION);
        bed.user("alice", "example.org");
        bed.awaitCondition(MailUser.class, "alice", "Resolved", "True Resolved");
        assertThat(second.isLeading()).isFalse();
        assertThat(second.servers()).isZero();

        bed.stop(first);
        assertThat(deposed).as("it went by itself").isEmpty();
        await().atMost(TestBed.TIMEOUT).until(second::isLeading);
        bed.user("bob", "example.org");
        bed.awaitCondition(MailUser.class, "bob", "Resolved", "True Resolved");
    }

    @Test
    void plansNoMoreWhenItIsDeposed() {
        Queue<String> deposed = new ConcurrentLinkedQueue<>();
        PostwerkOperator operator =
                bed.operator(bed.admin().getConfiguration(), "first", ELECTION, () -> deposed.add("first"));
        bed.user("alice", "example.org");
        bed.awaitCondition(MailUser.class, "alice", "Resolved", "True Resolved");
        bed.awaitQuiet();
        long before = bed.sequence("main");

        // As when its own renewals did not get through for so long that another replica took over.
        bed.admin().leases().inNamespace(bed.namespace()).withName("operator").edit(lease -> {
            lease.getSpec().setHolderIdentity("another");
            lease.getSpec().setRenewTime(ZonedDateTime.now().plusHours(1));
            return lease;
        });
        await().atMost(TestBed.TIMEOUT).untilAsserted(() -> assertThat(deposed).containsExactly("first"));
        assertThat(operator.isLeading()).isFalse();
        assertThat(operator.servers()).isZero();
        bed.user("bob", "example.org");
        bed.stop(operator);
        assertThat(bed.sequence("main")).isEqualTo(before);
        assertThat(deposed).containsExactly("first");

        bed.operator();
        bed.awaitCondition(MailUser.class, "bob", "Resolved", "True Resolved");
    }
}
