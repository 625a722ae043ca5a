package io.postwerk.imapserver.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.net.MemoryAccount;
import io.postwerk.net.MemoryBudget;
import io.postwerk.store.memory.InMemoryMailboxStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a session does while the program's memory is low. */
class MemoryTest {
    private static final String LOGIN = "l LOGIN alice@example.org wonderland";
    private static final String SELECT = "s SELECT INBOX";

    @TempDir
    Path spool;

    private final MemoryBudget none = MemoryBudget.of(0);

    /** A session's own 16 KiB hold the command's line and its literal; beyond it needs a chunk of what is shared. */
    @ParameterizedTest(name = "{0} octets of literal, {1} shared: {2}")
    @CsvSource({
        "10000, 0, OK",
        "17000, 0, NO [LIMIT]",
        "17000, 131071, NO [LIMIT]",
        "17000, 131072, OK",
        "60000, 131072, NO [LIMIT]",
        "60000, 1048576, OK"
    })
    void aLiteralThatThereIsNoMemoryForIsRefusedAndTheSessionGoesOn(int octets, int budget, String answer) {
        MemoryBudget memory = MemoryBudget.of(budget);
        String sent = converse(
                memory, LOGIN, SELECT, "x SEARCH SUBJECT {" + octets + "+}\r\n" + "y".repeat(octets), "n NOOP");
        assertThat(sent).contains("\r\nx " + answer).contains("\r\nn OK");
        assertThat(memory.refused()).isEqualTo(answer.equals("OK") ? 0 : 1);
        assertThat(memory.used()).isZero();
    }

    @Test
    void aMessageGoesToDiskAndIsAppended() {
        String message = "Subject: large\r\n\r\n" + "x".repeat(80_000);
        String sent =
                converse(none, LOGIN, SELECT, "a APPEND INBOX {" + message.length() + "+}\r\n" + message, "n NOOP");
        assertThat(sent).contains("\r\na OK").contains("\r\nn OK");
        assertThat(none.spilled()).isPositive();
        assertThat(none.used()).isZero();
    }

    @Test
    void messagesAreReadOneByOneAndAllArrive() {
        String sent = converse(none, LOGIN, SELECT, "f FETCH 1:* (ENVELOPE BODYSTRUCTURE BODY.PEEK[])");
        assertThat(sent)
                .contains("* 1 FETCH", "* 2 FETCH", "* 3 FETCH", "\r\nf OK")
                .contains("first\r\n", "second\r\n", "third\r\n");
        assertThat(none.used()).isZero();
    }

    private String converse(MemoryBudget memory, String... lines) {
        return new ImapFixture(new InMemoryMailboxStore(), spool)
                .withMemory(MemoryAccount.of(memory))
                .converse(lines);
    }
}
