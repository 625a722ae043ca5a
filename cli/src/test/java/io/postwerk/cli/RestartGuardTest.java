package io.postwerk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.testkit.FakeClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestartGuardTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    /** Seconds since the start: of the look, and of the last changes of files and folders; then the seconds of doubt. */
    @ParameterizedTest
    @CsvSource({
        "0, -3600, -3600, 0",
        "0, -30, -5, 0",
        "0, -29, -29, 1",
        "0, -3600, -1, 4",
        "0, -28, -4, 2",
        "0, 0, 0, 30",
        "29, 0, 0, 1",
        "30, 0, 0, 0",
        "40, 30, 0, 20",
        // A clock that was set back.
        "0, 3600, 3600, 30",
        "30, 3600, 3600, 0",
    })
    void doubtsWhatHasJustChanged(int look, int files, int folders, int doubt) {
        FakeClock clock = FakeClock.at(START);
        RestartGuard guard = new RestartGuard(clock);
        clock.advance(Duration.ofSeconds(look));
        assertThat(guard.doubt(new ManifestFolder.LastChange(START.plusSeconds(files), START.plusSeconds(folders)))
                        .orElse(Duration.ZERO))
                .isEqualTo(Duration.ofSeconds(doubt));
        assertThat(guard.doubt(new ManifestFolder.LastChange(Instant.MIN, Instant.MIN)))
                .isEmpty();
    }
}
