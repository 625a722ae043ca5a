package io.postwerk.operator.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.postwerk.controlplane.ControlPlane;
import io.postwerk.controlplane.SharedControlPlane;
import io.postwerk.crds.MailDomain;
import io.postwerk.crds.MailServer;
import io.postwerk.crds.MailUser;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From applied resources to objects and statuses. */
@ExtendWith(SharedControlPlane.class)
class ApplyTest {
    private TestBed bed;

    @BeforeEach
    void begin(ControlPlane controlPlane) throws IOException {
        bed = new TestBed(controlPlane);
    }

    @AfterEach
    void end() throws Exception {
        bed.close();
    }

    @Test
    void servesAUserOnceEveryReadyPodHasIt() {
        bed.operator();
        bed.server("main");
        bed.domain("main", "example.org");
        bed.user("alice", "example.org");

        bed.awaitCondition(MailUser.class, "alice", "Accepted", "True Accepted");
        bed.awaitCondition(MailUser.class, "alice", "Ready", "False NoReadyPods");
        assertThat(bed.sequence("main")).isPositive();

        bed.pods().start(bed.namespace(), "main");
        bed.awaitCondition(MailUser.class, "alice", "Ready", "True Ready");
        bed.awaitCondition(MailDomain.class, "example.org", "Ready", "True Ready");
        bed.awaitCondition(MailServer.class, "main", "Ready", "True Ready");
        await().untilAsserted(() -> assertThat(bed.admin()
                        .resources(MailServer.class)
                        .inNamespace(bed.namespace())
                        .withName("main")
                        .get()
                        .getStatus())
                .satisfies(status -> {
                    assertThat(status.version()).isEqualTo("1.0.0");
                    assertThat(status.sequence()).isEqualTo(bed.sequence("main"));
                }));
    }
}
