package io.postwerk.smtpserver.receive;

import static io.postwerk.smtpserver.queue.QueueFixtures.body;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HopCountTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "'';0",
                "Received: a;1",
                "RECEIVED: a|received:b|Received:|;3",
                "Received: a| folded received: b|Subject: Received: c|X-Received: d|Received : e|;1",
                "Received: a||Received: body|;1",
                "|Received: body|;0",
                "Subject: x||;0",
                "Receive: a|Receivedx: b|;0",
            })
    void countsFieldsOfTheHeader(String message, int expected) throws Exception {
        assertThat(HopCount.of(body(message.replace("|", "\r\n")), 100)).isEqualTo(expected);
    }

    @Test
    void stopsAtTheLimit() throws Exception {
        assertThat(HopCount.of(body("Received: x\r\n".repeat(1000)), 100)).isEqualTo(100);
    }

    @Test
    void countsAcrossBlocks() throws Exception {
        for (int padding = 8 * 1024 - 40; padding < 8 * 1024 + 10; padding++) {
            String message = "X: " + "y".repeat(padding) + "\r\nReceived: a\r\n\r\nReceived: b\r\n";
            assertThat(HopCount.of(body(message), 100))
                    .as("%d octets before", padding)
                    .isEqualTo(1);
        }
    }

    @Test
    void survivesNoise() throws Exception {
        Random random = new Random(3);
        String[] pieces = {"Received:", "\r\n", "\r", "\n", ":", "r", " ", "\0", "ec\u00e9"};
        for (int i = 0; i < 20_000; i++) {
            StringBuilder message = new StringBuilder();
            for (int p = random.nextInt(12); p > 0; p--) {
                message.append(pieces[random.nextInt(pieces.length)]);
            }
            assertThat(HopCount.of(body(message.toString()), 3)).isBetween(0, 3);
        }
    }
}
