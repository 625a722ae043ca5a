package io.postwerk.crds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.postwerk.crds.manifest.ManifestReader;
import io.postwerk.crds.manifest.Manifests;
import io.postwerk.crds.manifest.Sourced;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Specifications are read and written alike by every mapper. */
class SpecRecordTest {
    private static final ObjectMapper PLAIN = new ObjectMapper();

    @Test
    void whatIsAbsentHasItsDefault() throws IOException {
        MailServerSpec spec = PLAIN.readValue("{\"hostname\": \"mx.example.org\"}", MailServerSpec.class);

        assertThat(spec.postmaster()).isEmpty();
        assertThat(spec.directories()).isEmpty();
        assertThat(spec.paused()).isFalse();
        assertThat(spec.deletionPolicy()).isEqualTo(DeletionPolicy.RETAIN);
        assertThat(spec.auth().requireTls()).isTrue();
        assertThat(spec.network().interfaces().type()).isEqualTo(NetworkSpec.Interfaces.Type.ALL);
        assertThat(spec.smtp().limits().recipients()).isEqualTo(1000);
        assertThat(spec.attachments()).hasSize(1);
    }

    @Test
    void nullIsAbsentAndTheUnknownIsSkipped() throws IOException {
        MailUserSpec spec = PLAIN.readValue(
                "{\"new\": [{}], \"address\": \"a@example.org\", \"quota\": null, \"aliases\": null, \"disabled\": true}",
                MailUserSpec.class);

        assertThat(spec.address()).isEqualTo("a@example.org");
        assertThat(spec.quota()).isEmpty();
        assertThat(spec.aliases()).isEmpty();
        assertThat(spec.disabled()).isTrue();
    }

    @Test
    void anErrorNamesTheField() {
        assertThatThrownBy(() -> PLAIN.readValue(
                        "{\"smtp\": {\"listeners\": [{\"tls\": \"Sometimes\"}]}}", MailServerSpec.class))
                .isInstanceOf(JsonMappingException.class)
                .hasMessageContaining("\"smtp\"")
                .hasMessageContaining("\"tls\"");
        assertThatThrownBy(() -> PLAIN.readValue("[]", MailUserSpec.Quota.class))
                .isInstanceOf(JsonMappingException.class);
    }

    /** Where a field has a default, an empty value differs from an absent one. */
    @Test
    void anEmptyListStaysEmpty() throws IOException {
        MailServerSpec spec = PLAIN.readValue("{\"attachments\": []}", MailServerSpec.class);

        assertThat(PLAIN.readValue(PLAIN.writeValueAsString(spec), MailServerSpec.class)
                        .attachments())
                .isEmpty();
    }

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        int compared = 0;
        for (Path file : examples()) {
            Manifests manifests = ManifestReader.read(file.toString(), Files.readString(file));
            for (Sourced<?> sourced : manifests.resources()) {
                HasMetadata resource = sourced.resource();
                assertThat(new KubernetesSerialization().clone(resource)).isEqualTo(resource);
                assertThat((Object) PLAIN.treeToValue(PLAIN.valueToTree(resource), resource.getClass()))
                        .isEqualTo(resource);
                compared++;
            }
        }
        assertThat(compared).isPositive();
    }

    private static List<Path> examples() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("../examples"))) {
            return files.filter(file -> file.toString().endsWith(".yaml")).toList();
        }
    }
}
