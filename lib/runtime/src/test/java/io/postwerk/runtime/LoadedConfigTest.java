package io.postwerk.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.config.ConfigFormat;
import io.postwerk.config.Program;
import io.postwerk.config.json.ConfigJson;
import io.postwerk.config.limits.MailboxLimits;
import io.postwerk.config.load.ConfigIndex;
import io.postwerk.config.load.LiveConfig;
import io.postwerk.config.users.MailboxRemovals;
import io.postwerk.mail.EmailAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadedConfigTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void isNothingWhileThereIsNoSet() {
        try (LiveConfig<MailboxRemovals.Table> config = LiveConfig.removals(folder)) {
            Revision revision = loaded(config).get();

            assertThat(revision.program()).isEqualTo("imap-server");
            assertThat(revision.sequence()).isEmpty();
            assertThat(revision.loadedAt()).isEmpty();
            assertThat(revision.lastError()).isPresent();
        }
    }

    @Test
    void isWhatWasLoadedAndWhen() throws IOException {
        byte[] server = "{}".getBytes(StandardCharsets.UTF_8);
        byte[] removals = ConfigJson.write(new MailboxRemovals(
                ConfigFormat.VERSION,
                List.of(new MailboxRemovals.Removal(
                        "id-1", EmailAddress.tryParse("gone@example.org").orElseThrow()))));
        Files.write(folder.resolve(ConfigFormat.SERVER_FILE), server);
        Files.write(folder.resolve(ConfigFormat.REMOVALS_FILE), removals);
        byte[] limits = ConfigJson.write(MailboxLimits.DEFAULT);
        Files.write(folder.resolve(ConfigFormat.LIMITS_FILE), limits);
        ConfigIndex index = ConfigIndex.of(
                Program.IMAP_SERVER,
                7,
                Map.of(
                        ConfigFormat.SERVER_FILE,
                        server,
                        ConfigFormat.LIMITS_FILE,
                        limits,
                        ConfigFormat.REMOVALS_FILE,
                        removals));
        Files.write(folder.resolve(ConfigFormat.INDEX_FILE), ConfigJson.write(index));
        try (LiveConfig<MailboxRemovals.Table> config = LiveConfig.removals(folder)) {
            Revision revision = loaded(config).get();

            assertThat(revision.sequence()).hasValue(7);
            assertThat(revision.loadedAt()).contains(NOW);
            assertThat(revision.loaded()).isEqualTo(1);
            assertThat(revision.lastError()).isEmpty();
            assertThat(revision.pending()).isEqualTo(1);
        }
    }

    private static LoadedConfig<MailboxRemovals.Table> loaded(LiveConfig<MailboxRemovals.Table> config) {
        return LoadedConfig.of(
                Program.IMAP_SERVER,
                config,
                MailboxRemovals.Table::sequence,
                table -> table.mailboxes().size(),
                InstantSource.fixed(NOW));
    }
}
