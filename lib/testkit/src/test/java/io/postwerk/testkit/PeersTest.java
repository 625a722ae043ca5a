package io.postwerk.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** Programs of the machine are found; a missing one is reported. */
class PeersTest {

    @Test
    void aProgramThatIsThereIsFound() {
        assertThat(Peers.program("sh")).isExecutable();
    }

    @Test
    void aMissingProgramSkipsTheTestOrFailsIt() {
        assertSkipsOrFails(() -> Peers.program("no-such-program"), "no-such-program");
    }

    @Test
    void aDiskThatCannotBeMountedSkipsTheTestOrFailsIt(@TempDir Path folder) {
        assertSkipsOrFails(() -> SmallDisk.mount(folder.resolve("missing"), 1), "a small disk");
    }

    @Test
    void anotherUserThanRootSkipsTheTestOrFailsIt() {
        String before = System.getProperty("user.name");
        try {
            System.setProperty("user.name", "somebody");
            assertSkipsOrFails(() -> Peers.root("the daemon starts as root"), "the daemon starts as root");
        } finally {
            System.setProperty("user.name", before);
        }
    }

    private static void assertSkipsOrFails(ThrowingCallable calling, String reason) {
        String before = System.getProperty(Peers.PROPERTY, "optional");
        try {
            System.setProperty(Peers.PROPERTY, "optional");
            assertThatThrownBy(calling).isInstanceOf(TestAbortedException.class).hasMessageContaining(reason);
            System.setProperty(Peers.PROPERTY, "required");
            assertThatThrownBy(calling).isInstanceOf(AssertionError.class).hasMessageContaining(reason);
        } finally {
            System.setProperty(Peers.PROPERTY, before);
        }
    }
}
