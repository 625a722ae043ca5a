package io.postwerk.imapserver.imap.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postwerk.imapserver.imap.ImapSessionLimits;
import io.postwerk.imapserver.imap.codec.CodecLimits;
import io.postwerk.imapserver.imap.session.ImapCommandReader.Arrival;
import io.postwerk.net.TransferDeadline;
import io.postwerk.testkit.ScriptedConnection;
import io.postwerk.testkit.ScriptedConnection.Turn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A command has a deadline, however often a little more of it comes. */
class CommandDeadlineTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private static List<Turn> octetByOctet() {
        List<Turn> turns = new ArrayList<>();
        turns.add(input("a LOGIN {9+}\r\n"));
        for (int i = 0; i < 9; i++) {
            turns.add(input("x"));
        }
        turns.add(input(" y\r\n"));
        return turns;
    }

    private static Turn input(String text) {
        return new Turn.Input(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static Arrival read(TransferDeadline.Rules rules) throws IOException {
        ImapSessionLimits limits = ImapSessionLimits.DEFAULT.withTimes(HOUR, HOUR, rules);
        ScriptedConnection connection = new ScriptedConnection(octetByOctet());
        return new ImapCommandReader(connection, limits, new ImapTimeouts(limits)).next(CodecLimits.DEFAULT);
    }

    @Test
    void aLiteralThatComesOctetByOctetIsRead() throws IOException {
        assertThat(read(new TransferDeadline.Rules(HOUR, HOUR, 1))).isInstanceOf(Arrival.Whole.class);
    }

    @Test
    void eachOctetDoesNotBeginTheTimeAnew() {
        assertThatThrownBy(() -> read(new TransferDeadline.Rules(HOUR, Duration.ZERO, 0)))
                .isInstanceOf(EndSessionException.class);
    }

    @Test
    void aLiteralHasAMinimumSpeed() {
        assertThatThrownBy(() -> read(new TransferDeadline.Rules(Duration.ZERO, HOUR, 1_000_000)))
                .isInstanceOf(EndSessionException.class);
    }
}
