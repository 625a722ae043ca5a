package io.postwerk.operator.revision;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.postwerk.config.Program;
import io.postwerk.operator.model.Labels;
import io.postwerk.operator.model.Workload;
import io.postwerk.plan.finding.Reason;
import io.postwerk.plan.finding.ResourceFacts.Fact;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What becomes of pods' disks; no pod has an older configuration, so nothing is asked of the API server. */
class RolloutWatchTest {
    private static final String SMTP = "10.0.0.1";
    private static final String IMAP = "10.0.0.2";

    private final BlockingQueue<Rollout> seen = new LinkedBlockingQueue<>();
    private final FakeProbe probe = new FakeProbe();

    @Test
    void disksAreAskedInTheRoundOfTheRevisions() throws InterruptedException {
        List<Pod> pods = List.of(
                pod("main-smtp-server-0", SMTP, Workload.SMTP_SERVER),
                pod("main-imap-server-0", IMAP, Workload.IMAP_SERVER));
        probe.tell(SMTP, false);
        try (KubernetesClient client = new KubernetesClientBuilder().build();
                RolloutWatch watch = new RolloutWatch(
                        "test", () -> pods, probe, new PodRefresher(client), seen::add, Clock.systemUTC())) {
            // imap-server is of a version that does not tell, and is as far as the others.
            Rollout first = next();
            assertThat(reasons(first)).isEqualTo(Map.of(Workload.SMTP_SERVER, Reason.SUFFICIENT));
            assertThat(first.sequence()).isEqualTo(7);

            probe.tell(IMAP, true);
            watch.wake();
            assertThat(reasons(next()))
                    .isEqualTo(Map.of(
                            Workload.SMTP_SERVER, Reason.SUFFICIENT, Workload.IMAP_SERVER, Reason.BELOW_MIN_FREE));

            // One that does not answer is as it was, and is not asked further.
            probe.silent.put(IMAP, true);
            watch.wake();
            Rollout silent = next();
            assertThat(silent.sequence()).isZero();
            assertThat(reasons(silent)).containsEntry(Workload.IMAP_SERVER, Reason.BELOW_MIN_FREE);
            assertThat(probe.askedWhileSilent).isEmpty();

            probe.tell(IMAP, false);
            probe.silent.clear();
            watch.wake();
            assertThat(reasons(next())).containsEntry(Workload.IMAP_SERVER, Reason.SUFFICIENT);
        }
    }

    private Rollout next() throws InterruptedException {
        Rollout rollout = seen.poll(30, TimeUnit.SECONDS);
        assertThat(rollout).as("a change is seen").isNotNull();
        return rollout;
    }

    private static Map<Workload, Reason> reasons(Rollout rollout) {
        return rollout.storageLow().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        (Map.Entry<Workload, Fact> entry) -> entry.getValue().reason()));
    }

    private static Pod pod(String name, String address, Workload workload) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withUid("uid of " + name)
                .addToLabels(Labels.COMPONENT, workload.component())
                .endMetadata()
                .withNewStatus()
                .withPodIP(address)
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .endCondition()
                .endStatus()
                .build();
    }

    private static final class FakeProbe implements PodProbe {
        private final Map<String, Storage> storage = new ConcurrentHashMap<>();
        private final Map<String, Boolean> silent = new ConcurrentHashMap<>();
        private final Map<String, Boolean> askedWhileSilent = new ConcurrentHashMap<>();

        void tell(String address, boolean low) {
            storage.put(address, new Storage(low ? 1 : 1L << 30, 10L << 30, 512L << 20, low));
        }

        @Override
        public Optional<LoadedRevision> revision(String address, Program program) {
            return silent.containsKey(address) ? Optional.empty() : Optional.of(new LoadedRevision(7, 0));
        }

        @Override
        public Optional<Storage> storage(String address, Program server) {
            if (silent.containsKey(address)) {
                askedWhileSilent.put(address, true);
            }
            return Optional.ofNullable(storage.get(address));
        }

        @Override
        public boolean isDrained(String address) {
            return false;
        }
    }
}
