package io.postwerk.operator.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.crds.MailServerSpec;
import io.postwerk.crds.PodOverrides;
import io.postwerk.operator.model.PodInputs.CertificateMount;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The hash by which pods are rolled or left alone. */
class PodInputsTest {
    private static final PodOverrides NO_OVERRIDES = new PodOverrides(
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            List.of(),
            Optional.empty(),
            List.of(),
            Map.of(),
            Map.of(),
            Optional.empty(),
            Map.of());

    private static final PodInputs INPUTS = new PodInputs(
            new ServerIdentity("mail", "main", "uid", true),
            Workload.SMTP_SERVER,
            "registry/smtp-server:1",
            "registry/auth-sidecar:1",
            "IfNotPresent",
            "config",
            List.of(new ListenerPort("smtp", 2525)),
            List.of(new CertificateMount("default", "main-cert-default")),
            Optional.empty(),
            false,
            "1",
            List.of(),
            MailServerSpec.PodSecurity.FIXED,
            NO_OVERRIDES);

    /**
     * If this fails, a new operator would restart every server of every installation. A new input must leave the hash as it is
     * where it says what went without saying.
     */
    @Test
    void stays() {
        assertThat(INPUTS.hash()).isEqualTo("ff6fd0b4feae97ffa59305935f66eb4241c7db53db5671d8b41a96f993c2086c");
    }

    @Test
    void doesNotDependOnWhatConcernsNoPod() {
        PodInputs remade = new PodInputs(
                new ServerIdentity("mail", "main", "another uid", false),
                INPUTS.workload(),
                INPUTS.image(),
                INPUTS.sidecarImage(),
                INPUTS.pullPolicy(),
                INPUTS.configHash(),
                INPUTS.ports(),
                INPUTS.certificates(),
                INPUTS.clientAuthority(),
                INPUTS.onlyIpv6(),
                INPUTS.version(),
                INPUTS.pullSecrets(),
                INPUTS.security(),
                NO_OVERRIDES);
        assertThat(remade.hash()).isEqualTo(INPUTS.hash());
    }
}
