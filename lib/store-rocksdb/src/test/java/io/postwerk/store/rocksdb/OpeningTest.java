package io.postwerk.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postwerk.rocksdb.Database;
import io.postwerk.store.StoreException;
import io.postwerk.store.StoreResult.AppendResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class OpeningTest {
    @TempDir
    Path directory;

    @Test
    void aNewerFormatIsRefused() {
        try (Database database = Database.open(Tables.settings(TestStores.settings(directory)))) {
            database.put(database.meta(), "format".getBytes(StandardCharsets.US_ASCII), new byte[] {2});
        }
        assertThatThrownBy(() -> RocksDbMailboxStore.open(TestStores.settings(directory)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("has format 2")
                .hasMessageContaining("reads up to format 1");
        // The refusal has let go of the lock.
        assertThatThrownBy(() -> RocksDbMailboxStore.open(TestStores.settings(directory)))
                .hasMessageContaining("has format 2");
    }

    @Test
    void aStoreThatIsInUseIsRefused() throws IOException {
        AppendingProcess.Running running = AppendingProcess.Running.start(directory, 1);
        try {
            running.lines().readLine();
            assertThatThrownBy(() -> RocksDbMailboxStore.open(TestStores.settings(directory)))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("in use by another process");
        } finally {
            running.process().destroyForcibly();
        }
    }

    @Test
    void aDirectoryThatCannotBeMadeIsNamed() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> RocksDbMailboxStore.open(TestStores.settings(file.resolve("store"))))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void theNativeLibraryIsUnpackedOnce() throws IOException {
        try (RocksDbMailboxStore store = RocksDbMailboxStore.open(TestStores.settings(directory))) {
            assertThat(store.append(AppendingProcess.request(1))).isInstanceOf(AppendResult.Appended.class);
        }
        try (var files = Files.walk(Path.of("target", "native"))) {
            assertThat(files.filter(Files::isRegularFile))
                    .singleElement()
                    .asString()
                    .contains("rocksdbjni");
        }
    }
}
