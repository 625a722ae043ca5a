package io.postwerk.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RevisionTest {
    @Test
    void nothingLoadedIsNull() {
        assertThat(Revision.none("imap-server", 1).json())
                .isEqualTo("{\"program\":\"imap-server\",\"formatVersion\":1,\"sequence\":null,\"loadedAt\":null,"
                        + "\"loaded\":0,\"refused\":0,\"lastError\":null,\"pending\":0}\n");
    }

    @Test
    void showsWhatIsInForceAndWhyTheLatestWasRefused() {
        Revision revision = new Revision(
                "smtp-server",
                2,
                OptionalLong.of(Long.MAX_VALUE),
                Optional.of(Instant.parse("2026-01-02T03:04:05Z")),
                7,
                1,
                Optional.of("routing-03.json: \"domains\"\n\tC:\\x \u0001 \ud83d\udc0c"),
                3);

        assertThat(revision.json())
                .isEqualTo(
                        "{\"program\":\"smtp-server\",\"formatVersion\":2,\"sequence\":9223372036854775807,"
                                + "\"loadedAt\":\"2026-01-02T03:04:05Z\",\"loaded\":7,\"refused\":1,"
                                + "\"lastError\":\"routing-03.json: \\\"domains\\\"\\n\\tC:\\\\x \\u0001 \\ud83d\\udc0c\",\"pending\":3}\n");
    }
}
