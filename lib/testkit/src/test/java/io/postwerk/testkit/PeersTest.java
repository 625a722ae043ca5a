package io.postwerk.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** Programs of the machine are found; a missing one is told. */
class PeersTest {

    @Test
    void aProgramThatIsThereIsFound() {
        assertThat(Peers.program("sh")).isExecutable();
    }

    @Test
    void aMissingProgramSkipsTheTestOrFailsIt() {
        String before = System.getProperty(Peers.PROPERTY, "optional");
        try {
            System.setProperty(Peers.PROPERTY, "optional");
            assertThatThrownBy(() -> Peers.program("no-such-program"))
                    .isInstanceOf(TestAbortedException.class)
                    .hasMessageContaining("no-such-program");
            System.setProperty(Peers.PROPERTY, "required");
            assertThatThrownBy(() -> Peers.program("no-such-program"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("no-such-program");
        } finally {
            System.setProperty(Peers.PROPERTY, before);
        }
    }
}
