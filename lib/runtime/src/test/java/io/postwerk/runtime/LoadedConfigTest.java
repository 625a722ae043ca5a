package io.postwerk.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.config.ConfigFormat;
import io.postwerk.config.ConfigIndex;
import io.postwerk.config.ConfigJson;
import io.postwerk.config.LiveConfig;
import io.postwerk.config.Program;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadedConfigTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void isNothingWhileThereIsNoSet() {
        try (LiveConfig<ConfigIndex> config = LiveConfig.index(folder, Program.IMAP_SERVER)) {
            Revision revision = LoadedConfig.of(Program.IMAP_SERVER, config, InstantSource.fixed(NOW))
                    .get();

            assertThat(revision.program()).isEqualTo("imap-server");
            assertThat(revision.sequence()).isEmpty();
            assertThat(revision.loadedAt()).isEmpty();
            assertThat(revision.lastError()).isPresent();
        }
    }

    @Test
    void isWhatWasLoadedAndWhen() throws IOException {
        byte[] server = "{}".getBytes(StandardCharsets.UTF_8);
        Files.write(folder.resolve(ConfigFormat.SERVER_FILE), server);
        ConfigIndex index = ConfigIndex.of(Program.IMAP_SERVER, 7, Map.of(ConfigFormat.SERVER_FILE, server));
        Files.write(folder.resolve(ConfigFormat.INDEX_FILE), ConfigJson.write(index));
        try (LiveConfig<ConfigIndex> config = LiveConfig.index(folder, Program.IMAP_SERVER)) {
            Revision revision = LoadedConfig.of(Program.IMAP_SERVER, config, InstantSource.fixed(NOW))
                    .get();

            assertThat(revision.sequence()).hasValue(7);
            assertThat(revision.loadedAt()).contains(NOW);
            assertThat(revision.loaded()).isEqualTo(1);
            assertThat(revision.lastError()).isEmpty();
        }
    }
}
