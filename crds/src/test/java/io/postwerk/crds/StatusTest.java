package io.postwerk.crds;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Statuses survive the way to the API server and back, and are equal where they say the same. */
class StatusTest {
    private static final List<StatusCondition> READY = List.of(new StatusCondition(
            "Ready", StatusCondition.Status.TRUE, 3, "2026-11-01T00:00:00Z", "Ready", "it is in use"));
    private final KubernetesSerialization json = new KubernetesSerialization();

    private <T> T again(T status) {
        @SuppressWarnings("unchecked")
        Class<T> type = (Class<T>) status.getClass();
        return json.unmarshal(json.asJson(status), type);
    }

    @Test
    void ofAServer() {
        MailServerStatus status = new MailServerStatus(
                READY,
                3,
                "1.0.0",
                42,
                List.of("203.0.113.7", "lb.example.net"),
                new MailServerStatus.Smtp(3, "a=b"),
                new MailServerStatus.Storage(
                        new MailServerStatus.Storage.Capacity(Optional.of("10Gi"), Optional.empty())));
        assertThat(again(status)).isEqualTo(status);
        assertThat(json.asJson(new MailServerStatus())).doesNotContain("conditions", "addresses", "version");
    }

    @Test
    void ofADomain() {
        MailDomainStatus status = new MailDomainStatus(
                READY,
                3,
                7,
                List.of(new MailDomainStatus.DnsRecord(
                        MailDomainStatus.DnsRecord.Type.MX, "example.org", "10 mx.example.org.", "mail")));
        assertThat(again(status)).isEqualTo(status);
        assertThat(json.asJson(status)).contains("\"type\":\"MX\"");
    }

    @Test
    void ofOthers() {
        ResourceStatus status = new ResourceStatus(READY, 3);
        assertThat(again(status)).isEqualTo(status);
        assertThat(json.unmarshal("{\"later\": 1}", ResourceStatus.class)).isEqualTo(new ResourceStatus());
        assertThat(json.unmarshal("{}", MailDomainStatus.class)).isEqualTo(new MailDomainStatus());
    }

    @Test
    void ofResourcesThatHaveNone() {
        MailServer server = new MailServer();
        server.setStatus(new MailServerStatus(
                List.of(), 0, "", 1, List.of(), MailServerStatus.Smtp.NONE, MailServerStatus.Storage.NONE));
        assertThat(json.unmarshal(json.asJson(server), MailServer.class)
                        .getStatus()
                        .sequence())
                .isEqualTo(1);
    }
}
