package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Optional;

/** Certificates that clients see. */
@SpecRecord
public record TlsSpec(
        @Default("[{\"name\": \"default\", \"source\": \"SelfSigned\"}]")
        @Size(min = 1, max = 64)
        @MapList("name")
        @JsonPropertyDescription(
                "Certificates; the first is used where no host fits. Default: a self-signed one for the" + " hostname.")
        List<CertificateSpec> certificates,

        @JsonPropertyDescription(
                "Certificates that users log in with, by the mechanism EXTERNAL. Default: clients are not asked "
                        + "for any.")
        Optional<ClientCertificatesSpec> clientCertificates) {}
