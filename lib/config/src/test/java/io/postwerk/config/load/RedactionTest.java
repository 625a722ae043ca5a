package io.postwerk.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.config.ConfigException;
import io.postwerk.config.Program;
import io.postwerk.config.Sets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Displayed configuration contains everything except secrets. */
class RedactionTest {
    @Test
    void hidesVerifiersAndKeys() throws ConfigException {
        Map<String, byte[]> files = Sets.users(7, "alice@example.org");
        StringBuilder shown = new StringBuilder();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            shown.append(ProgramFiles.redacted(Program.AUTH_SIDECAR, file.getKey(), file.getValue()));
        }
        assertThat(shown)
                .contains("alice@example.org", "(redacted)", "\"sequence\":7")
                .doesNotContain("SCRAM-SHA-256}", "a2V5");
    }
}
