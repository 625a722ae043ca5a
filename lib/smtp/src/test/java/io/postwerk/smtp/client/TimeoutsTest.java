package io.postwerk.smtp.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TimeoutsTest {
    @Test
    void areThoseOfTheStandard() {
        ClientSettings.Timeouts waits = ClientSettings.Timeouts.DEFAULT;
        assertThat(waits.greeting()).isEqualTo(Duration.ofMinutes(5)); // RFC 5321 4.5.3.2.1
        assertThat(waits.command()).isEqualTo(Duration.ofMinutes(5)); // RFC 5321 4.5.3.2.2, 4.5.3.2.3
        assertThat(waits.data()).isEqualTo(Duration.ofMinutes(2)); // RFC 5321 4.5.3.2.4
        assertThat(waits.end()).isEqualTo(Duration.ofMinutes(10)); // RFC 5321 4.5.3.2.6
    }
}
