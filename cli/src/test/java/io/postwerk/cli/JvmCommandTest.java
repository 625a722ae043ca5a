package io.postwerk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.config.Program;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class JvmCommandTest {
    private static int heap(Program program, int users) {
        List<String> command = JvmCommand.of(Path.of("home"), program, users, 9001);
        return command.stream()
                .filter(option -> option.startsWith("-Xmx"))
                .map(option -> Integer.parseInt(option.substring(4, option.length() - 1)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theSidecarHasRoomForItsUsersTwice() {
        assertThat(heap(Program.AUTH_SIDECAR, 0)).isEqualTo(64);
        assertThat(heap(Program.AUTH_SIDECAR, 2)).isEqualTo(64);
        // Measured: 100,000 users that are all replaced at once need 110 MiB.
        assertThat(heap(Program.AUTH_SIDECAR, 100_000)).isBetween(2 * 110, 256);
    }

    @Test
    void theSidecarStartsAnewForManyMoreUsersOnly() {
        assertThat(JvmCommand.holds(Program.AUTH_SIDECAR, 2, 20_000)).isTrue();
        assertThat(JvmCommand.holds(Program.AUTH_SIDECAR, 2, 100_000)).isFalse();
        for (int users : new int[] {0, 1_000, 100_000, 1_000_000}) {
            assertThat(JvmCommand.holds(Program.AUTH_SIDECAR, users, users)).isTrue();
        }
        assertThat(JvmCommand.holds(Program.IMAP_SERVER, 2, 1_000_000)).isTrue();
    }

    @Test
    void serversDoNotHoldUsers() {
        for (Program program : List.of(Program.SMTP_SERVER, Program.IMAP_SERVER)) {
            assertThat(heap(program, 100_000)).isEqualTo(heap(program, 0));
        }
    }
}
