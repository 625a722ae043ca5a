package io.postwerk.imapserver.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.store.Flags;
import io.postwerk.store.MailboxStore;
import io.postwerk.store.memory.InMemoryMailboxStore;
import io.postwerk.store.rocksdb.RocksDbMailboxStore;
import io.postwerk.store.rocksdb.RocksDbSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What needs a real socket: TLS, large bodies, and sessions that wait for each other. */
@Timeout(120)
class NetworkTest {
    @TempDir
    Path directory;

    private RunningServer server;

    @BeforeEach
    void start() throws IOException {
        server = new RunningServer(new InMemoryMailboxStore(), directory, ImapSessionLimits.DEFAULT);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** RFC 3501 6.2.1: what was injected in the clear is not run as if it had come over TLS. */
    @Test
    void nothingIsInjectedBeforeTls() throws IOException {
        try (ImapClient client = new ImapClient(server.port())) {
            assertThat(client.response())
                    .startsWith("* OK [CAPABILITY IMAP4rev1 ")
                    .contains(" STARTTLS LOGINDISABLED");
            client.send("a STARTTLS\r\nb NOOP\r\nc LOGIN alice@example.org wonderland\r\n");
            assertThat(client.response()).isEqualTo("a OK Begin TLS negotiation now");
            client.handshake();
            client.send("d CAPABILITY\r\n");
            assertThat(client.response())
                    .startsWith("* CAPABILITY ")
                    .contains("AUTH=PLAIN")
                    .doesNotContain("STARTTLS");
            assertThat(client.response()).isEqualTo("d OK CAPABILITY completed");
        }
    }

    @Test
    void largeMessagesComeBackAsTheyWere() throws IOException {
        String body = randomText(5_000_000);
        try (ImapClient client = ImapClient.inInbox(server.port())) {
            client.send("x APPEND INBOX {" + body.length() + "}\r\n");
            assertThat(client.response()).startsWith("+ ");
            client.send(body + "\r\n");
            assertThat(client.response()).isEqualTo("* 4 EXISTS");
            assertThat(client.response()).isEqualTo("* 4 RECENT");
            assertThat(client.response()).matches("x OK \\[APPENDUID \\d+ 4] APPEND completed");
            String whole = client.ok("FETCH 4 BODY.PEEK[]").getFirst();
            assertThat(whole).isEqualTo("* 4 FETCH (BODY[] {5000000}\r\n" + body + ")");
            // RFC 3501 6.4.5: in pieces
            StringBuilder pieces = new StringBuilder();
            for (int origin = 0; origin < body.length(); origin += 777_777) {
                String piece =
                        client.ok("FETCH 4 BODY.PEEK[]<" + origin + ".777777>").getFirst();
                int length = Math.min(777_777, body.length() - origin);
                String head = "* 4 FETCH (BODY[]<" + origin + "> {" + length + "}\r\n";
                assertThat(piece).startsWith(head).endsWith(")");
                pieces.append(piece, head.length(), piece.length() - 1);
            }
            assertThat(pieces.toString()).isEqualTo(body);
        }
    }

    /** RFC 3501 9: CHAR8 is any octet but NUL. What was stored with NUL has its size, and another octet in its place. */
    @Test
    void noNulComesOutOfALiteral() throws IOException {
        server.fixture().deliver("Subject: a\0b\r\nX: \0\r\n\r\n\0\0\0", "2026-03-01", Flags.NONE);
        try (ImapClient client = ImapClient.inInbox(server.port())) {
            String envelope = client.ok("FETCH 4 ENVELOPE").getFirst();
            assertThat(envelope).contains("{3}\r\na\u0080b ").doesNotContain("\0");
            assertThat(client.ok("FETCH 4 (RFC822.SIZE BODY.PEEK[])").getFirst())
                    .isEqualTo("* 4 FETCH (RFC822.SIZE 25 BODY[] {25}\r\nSubject: a\u0080b\r\nX: \u0080\r\n\r\n"
                            + "\u0080\u0080\u0080)");
            assertThat(client.ok("FETCH 4 BODY.PEEK[HEADER.FIELDS (X)]").getFirst())
                    .doesNotContain("\0");
            assertThat(client.ok("FETCH 4 BODY.PEEK[TEXT]<1.1>").getFirst()).contains("{1}\r\n\u0080)");
        }
    }

    private static String randomText(int octets) {
        Random random = new Random(octets);
        StringBuilder text = new StringBuilder("Subject: large\r\n\r\n");
        while (text.length() < octets) {
            text.append((char) ('!' + random.nextInt(90)));
            if (random.nextInt(70) == 0) {
                text.append("\r\n");
            }
        }
        text.setLength(octets);
        return text.toString();
    }

    /** RFC 2177. */
    @Test
    void idleHearsOfNewMail() throws IOException {
        idle(server);
    }

    @Test
    void idleHearsOfNewMailOnRocksDb() throws IOException {
        try (MailboxStore store = RocksDbMailboxStore.open(RocksDbSettings.in(directory.resolve("store")));
                RunningServer other = new RunningServer(store, directory, ImapSessionLimits.DEFAULT)) {
            idle(other);
        }
    }

    private static void idle(RunningServer server) throws IOException {
        try (ImapClient client = ImapClient.inInbox(server.port())) {
            client.send("x IDLE\r\n");
            assertThat(client.response()).isEqualTo("+ idling");
            server.fixture().deliver("Subject: news\r\n\r\n", "2026-03-01", Flags.NONE);
            assertThat(client.response()).isEqualTo("* 4 EXISTS");
            assertThat(client.response()).isEqualTo("* 4 RECENT");
            try (ImapClient other = ImapClient.inInbox(server.port())) {
                other.ok("EXPUNGE");
                assertThat(client.response()).isEqualTo("* 3 EXPUNGE");
                other.ok("STORE 1 +FLAGS.SILENT (\\Flagged)");
                assertThat(client.response()).isEqualTo("* 1 FETCH (FLAGS (\\Flagged \\Seen \\Recent))");
            }
            client.send("DONE\r\n");
            assertThat(client.response()).isEqualTo("x OK IDLE completed");
        }
    }

    @Test
    void sessionsOfAUserAreEnded() throws IOException {
        try (ImapClient idling = ImapClient.inInbox(server.port());
                ImapClient waiting = ImapClient.inInbox(server.port())) {
            idling.send("x IDLE\r\n");
            assertThat(idling.response()).isEqualTo("+ idling");
            server.fixture().sessions().terminateAll("Account is disabled");
            for (ImapClient client : List.of(idling, waiting)) {
                assertThat(client.response()).isEqualTo("* BYE Account is disabled");
                assertThat(client.atEnd()).isTrue();
            }
        }
    }

    @Test
    void sessionsHearThatTheServerStops() throws IOException {
        try (ImapClient idling = ImapClient.inInbox(server.port());
                ImapClient waiting = ImapClient.inInbox(server.port())) {
            idling.send("x IDLE\r\n");
            assertThat(idling.response()).isEqualTo("+ idling");
            server.drain();
            for (ImapClient client : List.of(idling, waiting)) {
                assertThat(client.response()).isEqualTo("* BYE Server is shutting down");
                assertThat(client.atEnd()).isTrue();
            }
        }
    }

    /** The octets behind a line that is too long are never read as commands. */
    @Test
    void linesThatAreTooLong() throws IOException {
        try (ImapClient client = new ImapClient(server.port())) {
            client.response();
            client.send("a LOGIN " + "x".repeat(66_000) + " {8+}\r\nb NOOP\r\n\r\n");
            assertThat(client.response()).isEqualTo("* BYE Line too long");
            assertThat(client.atEnd()).isTrue();
        }
    }

    /** RFC 7888 4: what is not asked for and not wanted is taken all the same. */
    @Test
    void literalsThatAreTooLong() throws IOException {
        try (ImapClient client = ImapClient.inInbox(server.port())) {
            client.send("a SELECT {70000+}\r\n" + "b NOOP\r\n".repeat(8_750) + " {3+}\r\nabc\r\n");
            assertThat(client.response()).isEqualTo("a BAD Literal too large");
            client.send("c SELECT {70000}\r\n");
            assertThat(client.response()).isEqualTo("c BAD Literal too large");
            client.send(
                    "d SEARCH" + " TEXT {65000+}\r\n".concat("x".repeat(65_000)).repeat(5) + "\r\n");
            assertThat(client.response()).isEqualTo("d BAD Command too large");
            client.ok("NOOP");
        }
        try (ImapClient client = new ImapClient(server.port())) {
            client.response();
            client.send("a LOGIN {70000+}\r\n");
            assertThat(client.response()).isEqualTo("* BYE Literal is too large to skip");
            assertThat(client.atEnd()).isTrue();
        }
    }
}
