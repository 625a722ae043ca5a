package io.postwerk.imapserver.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.mail.MessageSource;
import io.postwerk.store.AppendRequest;
import io.postwerk.store.MailboxId;
import io.postwerk.store.MailboxStore;
import io.postwerk.store.QuotaLimits;
import io.postwerk.store.rocksdb.RocksDbMailboxStore;
import io.postwerk.store.rocksdb.RocksDbSettings;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Octets of stored mail that the disk has changed: what they belong to is left out, and everything else goes on. */
@Timeout(120)
class DamagedMailTest {
    private static final MailboxId ALICE = new MailboxId("alice");

    @TempDir
    Path directory;

    private final Random random = new Random(9);
    private Path store;

    /** Mail that does not compress; the last words are in its last octets. */
    private String mail(String subject, int octets, String lastWords) {
        StringBuilder mail = new StringBuilder("Subject: " + subject + "\r\n\r\n");
        while (mail.length() < octets) {
            mail.append(Long.toUnsignedString(random.nextLong(), 36)).append("\r\n");
        }
        return mail.append(lastWords).append("\r\n").toString();
    }

    private MailboxStore open() {
        return RocksDbMailboxStore.open(RocksDbSettings.in(store));
    }

    /** UIDs 4 to 7, behind those of the fixture: whole, damaged, damaged in the third chunk of 256 KiB, whole. */
    @BeforeEach
    void deliver() throws IOException {
        store = directory.resolve("store");
        try (MailboxStore opened = open()) {
            new ImapFixture(opened, directory);
            append(opened, mail("KWXQVJZH", 20_000, "wholeendone"));
            append(opened, mail("damaged-short", 20_000, words(1_001)));
            append(opened, mail("damaged-long", 600_000, words(1_002)));
            append(opened, mail("whole-two", 600_000, "wholeendtwo"));
        }
        // What is in the log is written to files
        open().close();
    }

    private static void append(MailboxStore store, String mail) {
        store.append(AppendRequest.delivery(
                ALICE, MessageSource.of(mail.getBytes(StandardCharsets.US_ASCII)), Optional.empty(), QuotaLimits.NONE));
    }

    /** Changes an octet of a text wherever it stands in files of this kind. */
    private void damage(String suffix, String text) throws IOException {
        int changed = 0;
        try (Stream<Path> files = Files.walk(store)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(suffix)).toList()) {
                String octets = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                int at = octets.indexOf(text);
                if (at >= 0) {
                    try (RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw")) {
                        disk.seek(at + 2L);
                        disk.write('#');
                    }
                    changed++;
                }
            }
        }
        assertThat(changed).as("files with " + text).isPositive();
    }

    @Test
    void onlyDamagedMessagesAreLeftOut() throws Exception {
        damage(".blob", words(1_001));
        damage(".blob", words(1_002));
        try (MailboxStore opened = open();
                RunningServer server = new RunningServer(opened, directory, ImapSessionLimits.DEFAULT);
                ImapClient client = ImapClient.inInbox(server.port())) {
            List<String> fetched = client.command("UID FETCH 4:7 (BODY.PEEK[])");
            assertThat(fetched).hasSize(3);
            assertThat(fetched.get(0)).startsWith("* 4 FETCH (UID 4 BODY[] {").endsWith("wholeendone\r\n)");
            assertThat(fetched.get(1)).startsWith("* 7 FETCH (UID 7 BODY[] {").endsWith("wholeendtwo\r\n)");
            assertThat(fetched.get(2)).matches("c\\d+ NO \\[CORRUPTION] .*");

            // all or nothing of a message, also if another attribute can be had
            assertThat(client.command("UID FETCH 5 (FLAGS BODY.PEEK[HEADER] BODY.PEEK[TEXT])"))
                    .hasSize(1);
            // what needs none of the damaged octets
            assertThat(client.ok("UID FETCH 4:7 (FLAGS ENVELOPE BODYSTRUCTURE)"))
                    .hasSize(4);
            assertThat(client.ok("UID FETCH 6 BODY.PEEK[]<0.1000>").getFirst()).contains("damaged-long");
            assertThat(client.ok("UID FETCH 6 BODY.PEEK[HEADER.FIELDS (Subject)]")
                            .getFirst())
                    .contains("damaged-long");
            assertThat(client.command("UID FETCH 6 BODY.PEEK[]<590000.20000>")).hasSize(1);

            // marked as seen, since that comes first, and told so
            List<String> seen = client.command("UID FETCH 5,7 (BODY[]<0.10>)");
            assertThat(seen.getFirst()).isEqualTo("* 5 FETCH (UID 5 FLAGS (\\Seen \\Recent))");
            assertThat(seen.get(1)).contains("* 7 FETCH", "\\Seen");

            List<String> found = client.ok("UID SEARCH TEXT wholeend");
            assertThat(found).hasSize(2);
            assertThat(found.getFirst()).startsWith("* NO [CORRUPTION] ");
            assertThat(found.getLast()).isEqualTo("* SEARCH 4 7");
            assertThat(client.ok("UID SEARCH SUBJECT damaged")).containsExactly("* SEARCH 5 6");
            client.ok("UID COPY 5 INBOX");

            assertThat(server.fixture().unreadable().listed())
                    .containsExactly("mailbox alice, folder INBOX, UID 5", "mailbox alice, folder INBOX, UID 6");
            assertThat(server.fixture().unreadable().reads()).isEqualTo(7);
        }
    }

    /** They are worked out from the messages again. */
    @Test
    void summariesThatAreDamaged() throws Exception {
        damage(".sst", "KWXQVJZH");
        try (MailboxStore opened = open();
                RunningServer server = new RunningServer(opened, directory, ImapSessionLimits.DEFAULT);
                ImapClient client = ImapClient.inInbox(server.port())) {
            assertThat(client.ok("UID FETCH 4 (ENVELOPE BODY.PEEK[HEADER])").getFirst())
                    .contains("ENVELOPE (NIL \"KWXQVJZH\"")
                    .contains("Subject: KWXQVJZH");
            assertThat(client.ok("UID SEARCH SUBJECT KWXQVJZH")).containsExactly("* SEARCH 4");
            assertThat(server.fixture().unreadable().listed()).isEmpty();
        }
    }

    /** Letters that stand nowhere else in a mail, so that they are not compressed. */
    private static String words(int number) {
        return new Random(number)
                .ints(20, 'A', 'Z')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** The list is bounded; what is not on it is counted. */
    @Test
    void manyDamagedMessages() throws Exception {
        try (MailboxStore opened = open()) {
            for (int i = 0; i < 60; i++) {
                append(opened, mail("many", 20_000, words(i)));
            }
        }
        open().close();
        for (int i = 0; i < 60; i++) {
            damage(".blob", words(i));
        }
        try (MailboxStore opened = open();
                RunningServer server = new RunningServer(opened, directory, ImapSessionLimits.DEFAULT);
                ImapClient client = ImapClient.inInbox(server.port())) {
            assertThat(client.command("UID FETCH 8:67 (BODY.PEEK[])")).hasSize(1);
            assertThat(server.fixture().unreadable().listed()).hasSize(50);
            assertThat(server.fixture().unreadable().reads()).isEqualTo(60);
        }
    }
}
