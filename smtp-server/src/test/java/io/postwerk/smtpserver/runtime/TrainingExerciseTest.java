package io.postwerk.smtpserver.runtime;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TrainingExerciseTest {
    @TempDir
    Path scratch;

    @Test
    @Timeout(120)
    void runsThroughAndDeliversItsMail() {
        assertThatCode(() -> TrainingExercise.run(scratch)).doesNotThrowAnyException();
    }
}
