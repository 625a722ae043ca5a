package io.postwerk.operator.revision;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.postwerk.operator.model.Workload;
import io.postwerk.operator.revision.PodProbe.Storage;
import io.postwerk.plan.finding.Reason;
import io.postwerk.plan.finding.ResourceFacts.Fact;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorageRoomTest {
    private static final Pod SMTP_0 = pod("main-smtp-server-0", "uid-0");
    private static final Pod SMTP_1 = pod("main-smtp-server-1", "uid-1");
    private static final Pod IMAP = pod("main-imap-server-0", "uid-2");
    private static final Storage LOW = new Storage(493_000_000L, 10L << 30, 512L << 20, true);
    private static final Storage SUFFICIENT = new Storage(5L << 30, 10L << 30, 512L << 20, false);

    private final StorageRoom room = new StorageRoom();

    /** What two smtp-servers have told: nothing (-), that there is room (ok), that there is not (low). */
    @ParameterizedTest
    @CsvSource({
        "-,   -,   ",
        "ok,  -,   SUFFICIENT",
        "ok,  ok,  SUFFICIENT",
        "low, -,   BELOW_MIN_FREE",
        "low, ok,  BELOW_MIN_FREE",
        "ok,  low, BELOW_MIN_FREE",
        "low, low, BELOW_MIN_FREE"
    })
    void onePodThatIsLowIsEnough(String first, String second, Reason reason) {
        tell(SMTP_0, first);
        tell(SMTP_1, second);
        Map<Workload, Fact> facts = room.low(List.of(SMTP_0, SMTP_1, IMAP));
        assertThat(facts).doesNotContainKey(Workload.IMAP_SERVER);
        if (reason == null) {
            assertThat(facts).isEmpty();
        } else {
            assertThat(facts.get(Workload.SMTP_SERVER))
                    .satisfies(fact -> assertThat(fact.reason()).isEqualTo(reason))
                    .satisfies(fact -> assertThat(fact.holds()).isEqualTo(reason == Reason.BELOW_MIN_FREE));
        }
    }

    @Test
    void saysWhichPodsHowMuchAndWhatToDo() {
        tell(SMTP_1, "low");
        tell(SMTP_0, "ok");
        room.told(IMAP, Workload.IMAP_SERVER, new Storage(1000, 20L << 40, 3L << 30, true));
        Map<Workload, Fact> facts = room.low(List.of(SMTP_0, SMTP_1, IMAP));
        assertThat(facts.get(Workload.SMTP_SERVER).message())
                .isEqualTo(
                        "main-smtp-server-1: about 470 MiB of 10 GiB are free, minFree is 512 MiB. No new mail is taken;"
                                + " enlarge the volume (spec.smtp.storage.size), or see why the queue is not delivered");
        assertThat(facts.get(Workload.IMAP_SERVER).message())
                .isEqualTo(
                        "main-imap-server-0: about 1000 octets of 20 TiB are free, minFree is 3072 MiB. No new mail is taken;"
                                + " enlarge the volume (spec.mailbox.storage.size), or delete mail");
    }

    @Test
    void aFewMessagesMoreOrLessAreNoOtherFact() {
        tell(SMTP_0, "low");
        Map<Workload, Fact> before = room.low(List.of(SMTP_0));
        room.told(SMTP_0, Workload.SMTP_SERVER, new Storage(494_000_000L, 10L << 30, 512L << 20, true));
        assertThat(room.low(List.of(SMTP_0))).isEqualTo(before);
        tell(SMTP_0, "ok");
        before = room.low(List.of(SMTP_0));
        room.told(SMTP_0, Workload.SMTP_SERVER, new Storage(1L << 30, 10L << 30, 512L << 20, false));
        assertThat(room.low(List.of(SMTP_0))).isEqualTo(before);
    }

    @Test
    void aPodThatIsGoneIsForgotten() {
        tell(SMTP_0, "low");
        assertThat(room.low(List.of(SMTP_0))).isNotEmpty();
        assertThat(room.low(List.of(pod("main-smtp-server-0", "another")))).isEmpty();
        assertThat(room.low(List.of(SMTP_0))).isEmpty();
    }

    @Test
    void readsWhatServersReport() throws IOException {
        JsonMapper json = new JsonMapper();
        // As StorageReportTest has it.
        assertThat(
                        HttpPodProbe.storage(
                                json.readTree(
                                        "{\"freeOctets\":1,\"totalOctets\":9223372036854775807,\"minFreeOctets\":2,\"low\":true,\"losses\":3}\n")))
                .contains(new Storage(1, Long.MAX_VALUE, 2, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "null", "", "{\"low\":\"yes\"}"})
    void anotherDocumentIsNoAnswer(String document) throws IOException {
        assertThat(HttpPodProbe.storage(new JsonMapper().readTree(document))).isEmpty();
    }

    private void tell(Pod pod, String what) {
        switch (what) {
            case "ok" -> room.told(pod, Workload.SMTP_SERVER, SUFFICIENT);
            case "low" -> room.told(pod, Workload.SMTP_SERVER, LOW);
            default -> {}
        }
    }

    private static Pod pod(String name, String uid) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withUid(uid)
                .endMetadata()
                .build();
    }
}
