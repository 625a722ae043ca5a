package io.postwerk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestFolderTest {
    @TempDir
    private Path root;

    private Path folder;

    @BeforeEach
    void oneManifest() throws IOException {
        folder = Files.createDirectories(root.resolve(".config").resolve("mail"));
        Files.writeString(folder.resolve("bob.yaml"), "bob");
    }

    private Set<String> names() throws CliException {
        return new ManifestFolder(folder)
                .read().keySet().stream()
                        .map(name -> folder.relativize(Path.of(name)).toString())
                        .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void passesOverWhatEditorsAndGitLeaveBeside() throws Exception {
        for (String name : new String[] {
            ".bob.yaml.swp",
            "bob.yaml~",
            "#bob.yaml#",
            "4913",
            "bob.yaml.tmp",
            ".#bob.yaml",
            "bob.yaml.orig",
            "bob.yaml___jb_tmp___",
            ".bob.yaml.Xy12",
            "sedAbCdEf"
        }) {
            Files.writeString(folder.resolve(name), "bo");
        }
        Files.createSymbolicLink(folder.resolve(".#alice.yaml"), Path.of("user@host.1234:1"));
        Files.createDirectories(folder.resolve(".git"));
        Files.writeString(folder.resolve(".git/alice.yaml"), "alice");
        Files.createDirectories(folder.resolve("team"));
        Files.writeString(folder.resolve("team/carol.yml"), "carol");
        assertThat(names()).containsExactly("bob.yaml", "team/carol.yml");
    }

    /** As kubelet does it with a volume of a ConfigMap. */
    @Test
    void followsLinksThatAreSwapped() throws Exception {
        for (String version : new String[] {"..one", "..two"}) {
            Files.createDirectories(folder.resolve(version));
            Files.writeString(folder.resolve(version).resolve("carol.yaml"), version);
        }
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("..one"));
        Files.createSymbolicLink(folder.resolve("carol.yaml"), Path.of("..data/carol.yaml"));
        ManifestFolder manifests = new ManifestFolder(folder);
        var before = manifests.fingerprint();
        assertThat(manifests.read())
                .containsEntry(folder.resolve("carol.yaml").toString(), new FileContent.Text("..one"))
                .hasSize(2);
        Files.createSymbolicLink(folder.resolve("..next"), Path.of("..two"));
        Files.move(folder.resolve("..next"), folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        assertThat(manifests.read())
                .containsEntry(folder.resolve("carol.yaml").toString(), new FileContent.Text("..two"))
                .hasSize(2);
        assertThat(manifests.fingerprint()).isNotEqualTo(before);
    }

    @Test
    void isEmptyForAMomentWhileAnotherTakesItsPlace() throws Exception {
        ManifestFolder manifests = new ManifestFolder(folder);
        Files.move(folder, root.resolve("old"));
        assertThat(manifests.read()).isEmpty();
        Files.createSymbolicLink(folder, root.resolve("old"));
        assertThat(manifests.read()).hasSize(1);
    }

    @Test
    void aFileThatIsNoTextSpeaksForItselfAlone() throws Exception {
        Files.write(folder.resolve("carol.yaml"), new byte[] {'#', (byte) 0xC3});
        assertThat(new ManifestFolder(folder).read())
                .containsEntry(folder.resolve("bob.yaml").toString(), new FileContent.Text("bob"))
                .containsEntry(
                        folder.resolve("carol.yaml").toString(), new FileContent.Unreadable("is not UTF-8 text"));
    }

    @Test
    void knowsWhenItChangedWhateverTheFilesSay() throws Exception {
        Instant before = Instant.now().minus(Duration.ofMinutes(1));
        Files.setLastModifiedTime(folder.resolve("bob.yaml"), FileTime.from(Instant.EPOCH));
        ManifestFolder.LastChange last = new ManifestFolder(folder).lastChange();
        assertThat(last.files()).isAfter(before);
        assertThat(last.folders()).isAfter(before);
    }
}
