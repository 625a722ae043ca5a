package io.postwerk.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postwerk.trust.InstallationKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept below the data folder, and for whom. */
class DataFolderTest {
    @TempDir
    Path folder;

    @Test
    void isForOneAtATime() throws Exception {
        try (DataFolder first = DataFolder.open(folder.resolve("data"))) {
            assertThatThrownBy(() -> DataFolder.open(first.root()))
                    .isInstanceOf(CliException.class)
                    .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
        }
        DataFolder.open(folder.resolve("data")).close();
    }

    @Test
    void isRefusedWhereSocketsWouldHaveNoRoom() {
        assertThatThrownBy(() -> DataFolder.open(folder.resolve("d".repeat(90))))
                .isInstanceOf(CliException.class)
                .hasMessageContaining("too long");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void keepsStateForItsOwnerAlone() throws Exception {
        try (DataFolder data = DataFolder.open(folder.resolve("data"))) {
            StateFile state = new StateFile(data, "state.json");
            state.write(Map.of("name", "text"));
            assertThat(state.read()).containsExactly(Map.entry("name", "text"));
            assertThat(PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(data.state().resolve("state.json"))))
                    .isEqualTo("rw-------");
            Files.writeString(data.state().resolve("state.json"), "{");
            assertThatThrownBy(state::read).isInstanceOf(CliException.class).hasMessageContaining("damaged");
        }
    }

    @Test
    void keepsItsKey() throws Exception {
        try (DataFolder data = DataFolder.open(folder.resolve("data"))) {
            byte[] once = InstallationKeyFile.keep(data).derive("salt", "a");
            assertThat(InstallationKeyFile.keep(data).derive("salt", "a")).isEqualTo(once);
            assertThat(InstallationKeyFile.keep(data).derive("secret", "a")).isNotEqualTo(once);
            assertThat(InstallationKey.generate().derive("salt", "a")).isNotEqualTo(once);
        }
    }
}
