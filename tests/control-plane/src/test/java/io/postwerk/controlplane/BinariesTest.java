package io.postwerk.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postwerk.testkit.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** Where programs are looked for, and what happens where they are not. */
class BinariesTest {
    @TempDir
    private Path folder;

    private final Optional<String> assets = Optional.ofNullable(System.getProperty(Binaries.PROPERTY));
    private final Optional<String> cluster = Optional.ofNullable(System.getProperty(Peers.CLUSTER));
    private final Optional<String> peers = Optional.ofNullable(System.getProperty(Peers.PROPERTY));

    @BeforeEach
    void pointToTheFolder() {
        System.setProperty(Binaries.PROPERTY, folder.toString());
        System.setProperty(Peers.CLUSTER, "on");
    }

    @AfterEach
    void pointBack() {
        restore(Binaries.PROPERTY, assets);
        restore(Peers.PROPERTY, peers);
        restore(Peers.CLUSTER, cluster);
    }

    private static void restore(String property, Optional<String> value) {
        value.ifPresentOrElse(v -> System.setProperty(property, v), () -> System.clearProperty(property));
    }

    @Test
    void thePropertyNamesTheFolder() throws IOException {
        Path etcd = Files.createFile(folder.resolve("etcd"));
        assertThat(Binaries.find("etcd")).as("not executable").isEmpty();
        assertThat(etcd.toFile().setExecutable(true)).isTrue();
        assertThat(Binaries.program("etcd")).isEqualTo(etcd);
    }

    @Test
    void missingProgramsSkipATestOrFailIt() {
        System.setProperty(Peers.PROPERTY, "optional");
        assertThatThrownBy(ControlPlane::start)
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("etcd is not on this machine: run tests/control-plane/build");
        System.setProperty(Peers.PROPERTY, "required");
        assertThatThrownBy(ControlPlane::start)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("and peers are required");
    }

    @Test
    void thePlainBuildLeavesOutWhatNeedsACluster() {
        System.setProperty(Peers.CLUSTER, "off");
        assertThatThrownBy(Peers::cluster)
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("./mvnw verify -Pcluster");
        System.setProperty(Peers.CLUSTER, "on");
        Peers.cluster();
    }
}
