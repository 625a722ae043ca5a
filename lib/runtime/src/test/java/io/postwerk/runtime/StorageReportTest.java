package io.postwerk.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class StorageReportTest {
    /** The operator reads it. */
    @Test
    void isOneJsonObject() {
        assertThat(new StorageReport(1, Long.MAX_VALUE, 2, true, 3, Optional.of("\"lost\"")).json())
                .isEqualTo(
                        "{\"freeOctets\":1,\"totalOctets\":9223372036854775807,\"minFreeOctets\":2,\"low\":true,\"losses\":3}\n");
    }
}
