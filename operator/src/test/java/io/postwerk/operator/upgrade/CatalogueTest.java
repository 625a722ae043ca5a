package io.postwerk.operator.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.config.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which version can take the place of which. */
class CatalogueTest {
    private static final Catalogue CATALOGUE = Catalogue.of(
            List.of(
                    new Catalogue.Version("1.0", Map.of(), Map.of("mailboxes", 1), List.of()),
                    new Catalogue.Version("1.1", Map.of(), Map.of("mailboxes", 1), List.of("1.0")),
                    new Catalogue.Version("2.0", Map.of(), Map.of("mailboxes", 2), List.of("1.1"))),
            "2.1");

    @Test
    void whatIsNotKnownIsRefusedWithWhatIs() {
        assertThat(CATALOGUE.refusal("1.0", "1.O")).contains("there is no version 1.O; known are 1.0, 1.1, 2.0, 2.1");
        assertThat(CATALOGUE.refusal("", "1.O")).isPresent();
        assertThat(CATALOGUE.refusal("", "1.0")).isEmpty();
    }

    @Test
    void whatRunsMayStayAlsoIfItIsNotKnownAnyMore() {
        assertThat(CATALOGUE.refusal("0.9", "0.9")).isEmpty();
        assertThat(CATALOGUE.refusal("0.9", "1.1")).isPresent();
        assertThat(CATALOGUE.refusal("0.9", "1.0")).isEmpty();
    }

    @Test
    void nothingIsSkipped() {
        assertThat(CATALOGUE.refusal("1.0", "1.1")).isEmpty();
        assertThat(CATALOGUE.refusal("1.1", "2.0")).isEmpty();
        assertThat(CATALOGUE.refusal("1.0", "2.0").orElseThrow())
                .startsWith("version 2.0 cannot take the place of 1.0, only of 1.1; go to one of ")
                .contains("1.1");
    }

    @Test
    void theWayBackIsOpenAsLongAsTheFormatIsTheSame() {
        assertThat(CATALOGUE.refusal("1.1", "1.0")).isEmpty();
        Catalogue lax = Catalogue.of(
                List.of(
                        new Catalogue.Version("1.1", Map.of(), Map.of(), List.of("1.0")),
                        new Catalogue.Version("2.0", Map.of(), Map.of(), List.of())),
                "2.0");
        assertThat(lax.refusal("2.0", "1.1")).isEmpty();
        assertThat(CATALOGUE.refusal("2.0", "1.1").orElseThrow())
                .contains("cannot read what 2.0 has written (format of mailboxes 2)");
    }

    @Test
    void aFileIsReadAnewAndABrokenOneChangesNothing(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("versions.json");
        Catalogue.Source source = Catalogue.Source.file(Optional.of(file), "1.0");
        assertThat(source.read().versions()).containsOnlyKeys("1.0");
        Files.writeString(
                file, "{\"versions\": [{\"version\": \"1.1\", \"images\": {\"imap-server\": \"sha256:ab\"}}]}");
        assertThat(source.read().versions()).containsOnlyKeys("1.1", "1.0");
        assertThat(source.read().get("1.1").digest(Program.IMAP_SERVER)).contains("sha256:ab");
        Files.writeString(file, "{\"versions\": [{\"versi");
        assertThat(source.read().versions()).containsOnlyKeys("1.1", "1.0");
    }
}
