package io.postwerk.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postwerk.mail.MessageSource;
import io.postwerk.rocksdb.ChunkedBodies.Ahead;
import io.postwerk.rocksdb.Database.Family;
import io.postwerk.rocksdb.DatabaseSettings.Blobs;
import io.postwerk.rocksdb.DatabaseSettings.FamilySettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

@Timeout(60)
class DatabaseTest {
    private static final Path LIBRARIES = Path.of("target", "native");

    @TempDir
    Path directory;

    private DatabaseSettings settings(int format, boolean digit) {
        return new DatabaseSettings(
                "test directory",
                "test.directory",
                directory,
                Optional.of(LIBRARIES),
                new DatabaseSettings.Format(format, digit),
                List.of(
                        FamilySettings.small("small"),
                        new FamilySettings("bodies", Optional.of(new Blobs(512, 0.5, 0.5)))),
                true,
                new DatabaseSettings.Memory(8 << 20, 4 << 20, 2 << 20, 16 << 20, 64),
                Optional.empty());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void onlyTheFormatThatItKnowsIsOpened(boolean digit) {
        Database.open(settings(1, digit)).close();
        Database.open(settings(1, digit)).close();
        assertThatThrownBy(() -> Database.open(settings(2, digit)))
                .hasMessage("the test directory " + directory + " has format 1, and this version reads up to format 2:"
                        + " run the version that wrote it, or a later one");
    }

    @Test
    void aDirectoryInUseIsNamedWithItsSetting() {
        try (Database database = Database.open(settings(1, true))) {
            assertThat(database.lastKey(database.family("small"))).isEmpty();
            assertThatThrownBy(() -> Database.open(settings(1, true)))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("in use by another process")
                    .hasMessageEndingWith("(test.directory)");
        }
    }

    @Test
    void recordsAreScannedInTheOrderOfTheirKeys() {
        try (Database database = Database.open(settings(1, true));
                Writes writes = new Writes(100)) {
            Family family = database.family("small");
            assertThat(writes.isEmpty()).isTrue();
            for (String key : List.of("b2", "a", "b1", "c", "b")) {
                writes.put(family, ascii(key), ascii("value of " + key));
            }
            assertThat(writes.isEmpty()).isFalse();
            database.write(writes, true);
            List<String> found = new ArrayList<>();
            database.scan(family, ascii("b"), (key, value) -> found.add(new String(key, StandardCharsets.US_ASCII)));
            assertThat(found).containsExactly("b", "b1", "b2");
            assertThat(database.lastKey(family)).hasValue(ascii("c"));
            assertThat(database.lastKeyUpTo(family, ascii("bz"))).hasValue(ascii("b2"));
            assertThat(database.getAll(family, List.of(ascii("c"), ascii("a"))))
                    .containsExactly(ascii("value of c"), ascii("value of a"));
            assertThatThrownBy(() -> database.getAll(family, List.of(ascii("c"), ascii("x"))))
                    .isInstanceOf(DatabaseException.class);
            writes.clear();
            writes.deleteRange(family, ascii("b"), Database.behind(ascii("b")));
            database.write(writes, false);
            database.probe();
            assertThat(database.get(family, ascii("b1"))).isEmpty();
            assertThat(database.get(family, ascii("a"))).isPresent();
        }
    }

    @Test
    void bodiesAreWrittenAheadAndTakenBack() throws Exception {
        Database database = Database.open(settings(1, true));
        Family bodies = database.family("bodies");
        try (DiskThreads<IOException> disk = new DiskThreads<>("test", database, 2, e -> new IOException(e))) {
            ChunkedBodies<IOException> chunks = new ChunkedBodies<>(disk, bodies);
            byte[] octets = new byte[ChunkedBodies.CHUNK_OCTETS * 2 + 7];
            octets[octets.length - 1] = 1;
            Ahead body = new Ahead(ascii("id"), octets.length, ascii("m"));
            CompletableFuture<byte[]> read = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                try {
                    chunks.write(body, ascii("!"), MessageSource.of(octets));
                    try (MessageSource source = chunks.read(ascii("id"), octets.length)) {
                        source.check(0, octets.length);
                        source.check(octets.length - 1, 5);
                        source.check(octets.length, 5);
                        read.complete(source.readAll());
                    }
                } catch (IOException e) {
                    read.completeExceptionally(e);
                }
            });
            assertThat(read.get()).isEqualTo(octets);
            assertThat(database.length(bodies, ChunkedBodies.key(ascii("id"), 2)))
                    .hasValue(7);
            assertThat(database.length(bodies, ascii("none"))).isEmpty();
            assertThat(database.get(database.meta(), ascii("m"))).isPresent();
            chunks.discard(body);
            assertThat(database.lastKey(bodies)).isEmpty();
            assertThat(database.get(database.meta(), ascii("m"))).isEmpty();
            assertThatThrownBy(() -> chunks.read(ascii("id"), octets.length).read(0, ByteBuffer.allocate(1)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is missing");
            assertThatThrownBy(() -> chunks.read(ascii("id"), octets.length).check(1, octets.length))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("is missing");

            MessageSource tooShort = MessageSource.of(octets).slice(0, 300_000);
            Ahead broken = new Ahead(ascii("id"), octets.length, ascii("m"));
            assertThatThrownBy(() -> chunks.write(broken, ascii("!"), tooShort)).isInstanceOf(Exception.class);
            assertThat(database.lastKey(bodies)).isEmpty();
            assertThat(database.get(database.meta(), ascii("m"))).isEmpty();
        }
    }

    @Test
    void aClosedDatabaseIsNotCalled() {
        Database database = Database.open(settings(1, true));
        DiskThreads<IOException> disk = new DiskThreads<>("store", database, 1, e -> new IOException(e.getMessage()));
        disk.close();
        assertThatThrownBy(() -> disk.call(db -> db.lastKey(db.meta()))).hasMessage("the store is closed");
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                disk.call(db -> db.lastKey(db.meta()));
                thrown.complete(new AssertionError("called"));
            } catch (IOException e) {
                thrown.complete(e);
            }
        });
        assertThat(thrown.join()).hasMessage("the store is closed");
    }

    /** Only what fails before it is in the log passes by itself. */
    @ParameterizedTest
    @CsvSource({
        "NoSpace, While appending to file: /q/000004.log: No space left on device, true",
        "NoSpace, While appending to file: /q/000010.blob: No space left on device, true",
        "NoSpace, While fdatasync: /q/000010.sst: No space left on device, true",
        "NoSpace, While fdatasync: /q/000004.log: No space left on device, false",
        "NoSpace, While fsync: /q/000004.log: No space left on device, false",
        "NoSpace, IO error: No space left on device: While fdatasync: /q/000004.log: No space left on device, false",
        "NoSpace, While fdatasync: /srv/rsync/q/000004.log: No space left on device, false",
        "NoSpace, While appending to file: /srv/rsync/q/000004.log: No space left on device, true",
        "NoSpace, While appending to file: rsync/q/000004.log: No space left on device, true",
        "NoSpace, While fdatasync: /srv/mail.log/000010.sst: No space left on device, true",
        "None, While fdatasync: /q/000004.log: Input/output error, false",
        "None, While appending to file: /q/000004.log: Input/output error, false"
    })
    void aFullDiskIsToldFromABrokenOne(Status.SubCode code, String message, boolean full) {
        RocksDBException e = new RocksDBException(message, new Status(Status.Code.IOError, code, message));
        assertThat(DatabaseException.of(e).isFull()).isEqualTo(full);
    }

    @Test
    void unfinishedCopiesOfTheNativeLibraryAreRemoved() throws IOException {
        Path old = Files.createFile(directory.resolve("librocksdbjni.so1234.partial"));
        Path young = Files.createFile(directory.resolve("librocksdbjni.so5678.partial"));
        Path library = Files.createFile(directory.resolve("librocksdbjni.so"));
        FileTime anHourAgo = FileTime.from(Instant.now().minus(Duration.ofHours(1)));
        Files.setLastModifiedTime(old, anHourAgo);
        Files.setLastModifiedTime(library, anHourAgo);
        NativeLibrary.removeLeftovers(directory);
        assertThat(old).doesNotExist();
        assertThat(young).exists();
        assertThat(library).exists();
    }
}
