package io.postwerk.imapserver.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.store.MailboxStore;
import io.postwerk.store.memory.InMemoryMailboxStore;
import io.postwerk.store.rocksdb.RocksDbMailboxStore;
import io.postwerk.store.rocksdb.RocksDbSettings;
import io.postwerk.testkit.Transcript;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole sessions as text. A line {@code # state:} says where one begins: before login, {@code secured} by TLS, {@code
 * authenticated}, or with INBOX {@code selected}.
 */
class TranscriptsTest {
    private static final String LOGIN = """
            S: * OK [CAPABILITY …] mx.example.org ready
            C: l LOGIN alice@example.org wonderland
            S: l OK [CAPABILITY …] Logged in
            """;
    private static final String SELECT = """
            C: s SELECT INBOX
            S: * FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $Plan)
            S: * 3 EXISTS
            S: * 3 RECENT
            S: * OK [UNSEEN 2] First unseen message
            S: * OK [PERMANENTFLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft $Plan \\*)] Flags that are kept
            S: * OK [UIDNEXT 4] Predicted next UID
            S: * OK [UIDVALIDITY …] UIDs are valid
            S: s OK [READ-WRITE] Mailbox opened
            """;
    private static final String OTHER = "other: ";
    private static final String QUOTA = "quota ";

    @TempDir
    Path spool;

    @TempDir
    static Path directory;

    private static MailboxStore rocksDb;

    @BeforeAll
    static void open() {
        rocksDb = RocksDbMailboxStore.open(RocksDbSettings.in(directory));
    }

    @AfterAll
    static void close() {
        rocksDb.close();
    }

    static Stream<String> names() throws IOException, URISyntaxException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
        }
    }

    /** Watchers of this engine may be told a little after a change, so that no script can say when. */
    static Stream<String> namesForRocksDb() throws IOException, URISyntaxException {
        return names().filter(name -> !name.equals("idle.txt"));
    }

    private static Path folder() throws URISyntaxException {
        return Path.of(TranscriptsTest.class.getResource("/transcripts/imap").toURI());
    }

    @ParameterizedTest
    @MethodSource("names")
    void inMemory(String name) throws IOException, URISyntaxException {
        ImapFixture fixture = new ImapFixture(new InMemoryMailboxStore(), spool);
        run(Files.readString(folder().resolve(name)), fixture);
        assertThat(fixture.sessions().size()).isZero();
    }

    @ParameterizedTest
    @MethodSource("namesForRocksDb")
    void onRocksDb(String name) throws IOException, URISyntaxException {
        ImapFixture fixture = new ImapFixture(rocksDb, spool, "alice-" + name);
        run(Files.readString(folder().resolve(name)), fixture);
    }

    private static void run(String text, ImapFixture fixture) {
        String state = text.lines()
                .filter(line -> line.startsWith("# state: "))
                .map(line -> line.substring("# state: ".length()))
                .findFirst()
                .orElseThrow();
        Transcript transcript = Transcript.of(
                switch (state) {
                    case "authenticated" -> LOGIN + text;
                    case "selected" -> LOGIN + SELECT + text;
                    default -> text;
                });
        if (!state.equals("not-authenticated")) {
            transcript.overTls();
        }
        for (String event : events(text)) {
            transcript.on(event, () -> happen(event, fixture));
        }
        transcript.verify(fixture.handler());
    }

    private static List<String> events(String text) {
        return text.lines()
                .filter(line -> line.startsWith("* event "))
                .map(line -> line.substring("* event ".length()).strip())
                .toList();
    }

    private static void happen(String event, ImapFixture fixture) {
        if (event.startsWith(OTHER)) {
            fixture.otherSession(event.substring(OTHER.length()));
        } else if (event.startsWith(QUOTA)) {
            fixture.quota(Long.parseLong(event.substring(QUOTA.length())));
        } else if (event.equals("deliver")) {
            fixture.deliver();
        } else if (event.equals("terminate")) {
            fixture.sessions().terminateAll("Account is disabled");
        } else {
            throw new IllegalArgumentException(event);
        }
    }
}
