package io.postwerk.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWriterTest {
    @TempDir
    Path parent;

    private Path directory;
    private ConfigWriter writer;

    @BeforeEach
    void makeWriter() {
        directory = parent.resolve("smtp-server");
        writer = new ConfigWriter(directory);
    }

    @Test
    void writesLinksAsTheKubeletDoes() throws IOException {
        assertThat(writer.write(files("a.json", "1", "b.json", "2"))).isTrue();
        assertThat(Files.readSymbolicLink(directory.resolve("a.json"))).hasToString("..data/a.json");
        assertThat(Files.isSymbolicLink(directory.resolve("..data"))).isTrue();
        assertThat(directory.resolve("b.json")).hasContent("2");
    }

    @Test
    void writesNothingWhenNothingChanges() throws IOException {
        writer.write(files("a.json", "1"));
        Path before = directory.resolve("..data").toRealPath();
        assertThat(writer.write(files("a.json", "1"))).isFalse();
        assertThat(directory.resolve("..data").toRealPath()).isEqualTo(before);
    }

    @Test
    void repairsWhatSomebodyTookAway() throws IOException {
        writer.write(files("a.json", "1"));
        Files.delete(directory.resolve("a.json"));
        assertThat(writer.write(files("a.json", "1"))).isTrue();
        assertThat(directory.resolve("a.json")).hasContent("1");
    }

    @Test
    void swapsTheWholeAndLeavesNothingBehind() throws IOException {
        writer.write(files("a.json", "1", "b.json", "2"));
        Files.createDirectory(directory.resolve("..set-left-by-a-crash"));
        assertThat(writer.write(files("b.json", "3", "c.json", "4"))).isTrue();
        assertThat(directory.resolve("b.json")).hasContent("3");
        assertThat(directory.resolve("c.json")).hasContent("4");
        try (Stream<Path> entries = Files.list(directory)) {
            assertThat(entries.map(p -> p.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "..data",
                            directory
                                    .resolve("..data")
                                    .toRealPath()
                                    .getFileName()
                                    .toString(),
                            "b.json",
                            "c.json");
        }
    }

    @Test
    void replacesPlainFiles() throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("a.json"), "by hand");
        writer.write(files("a.json", "1"));
        assertThat(directory.resolve("a.json")).hasContent("1");
    }

    @Test
    void sharesUnchangedFilesBetweenSets() throws IOException {
        writer.write(files("a.json", "1", "b.json", "2"));
        Object before = fileKey("b.json");
        writer.write(files("a.json", "changed", "b.json", "2"));
        assertThat(fileKey("b.json")).isEqualTo(before);
        assertThat(directory.resolve("a.json")).hasContent("changed");
    }

    @Test
    void keepsSecretsFromOthers() throws IOException {
        writer.write(files("a.json", "1"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("a.json"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
    }

    private Object fileKey(String file) throws IOException {
        return Files.readAttributes(directory.resolve(file), java.nio.file.attribute.BasicFileAttributes.class)
                .fileKey();
    }

    private static Map<String, byte[]> files(String... namesAndTexts) {
        Map<String, byte[]> files = new java.util.HashMap<>();
        for (int i = 0; i < namesAndTexts.length; i += 2) {
            files.put(namesAndTexts[i], namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
        }
        return files;
    }
}
