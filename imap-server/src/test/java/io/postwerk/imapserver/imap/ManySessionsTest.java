package io.postwerk.imapserver.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.store.MailboxStore;
import io.postwerk.store.memory.InMemoryMailboxStore;
import io.postwerk.store.rocksdb.RocksDbMailboxStore;
import io.postwerk.store.rocksdb.RocksDbSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Several sessions change one mailbox, each with a client that believes what it is told (RFC 3501 section 7.4.1). In
 * the end all know the same, and it is true.
 */
@Timeout(300)
class ManySessionsTest {
    private static final int CLIENTS = 3;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void inMemory(long seed) throws IOException {
        try (MailboxStore store = new InMemoryMailboxStore()) {
            allKnowTheSame(store, seed);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4})
    void onRocksDb(long seed) throws IOException {
        try (MailboxStore store = RocksDbMailboxStore.open(RocksDbSettings.in(directory.resolve("store")))) {
            allKnowTheSame(store, seed);
        }
    }

    private void allKnowTheSame(MailboxStore store, long seed) throws IOException {
        Random random = new Random(seed);
        try (RunningServer server = new RunningServer(store, directory, ImapSessionLimits.DEFAULT)) {
            List<ClientView> views = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                views.add(new ClientView(ImapClient.inInbox(server.port())));
            }
            for (int i = 0; i < 400; i++) {
                ClientView view = views.get(random.nextInt(CLIENTS));
                String command = command(random, view.uids().size());
                view.run(command);
                if (command.contains(".SILENT")) {
                    view.forgetFlags();
                }
            }
            compare(server, views);
        }
    }

    private static void compare(RunningServer server, List<ClientView> views) throws IOException {
        for (ClientView view : views) {
            view.run("NOOP");
            List<Long> before = view.uids();
            List<Set<String>> flags = view.flags();
            view.listAll();
            assertSame(before, view.uids(), -1L);
            assertSame(flags, view.flags(), Set.of("?"));
        }
        try (ImapClient fresh = ImapClient.inInbox(server.port())) {
            ClientView truth = new ClientView(fresh);
            for (ClientView view : views) {
                assertThat(view.uids()).isEqualTo(truth.uids());
                assertThat(view.flags()).isEqualTo(truth.flags());
            }
        }
    }

    /** What was known is what is told when asked. */
    private static <T> void assertSame(List<T> known, List<T> told, T unknown) {
        assertThat(known).hasSameSizeAs(told);
        for (int i = 0; i < known.size(); i++) {
            assertThat(known.get(i)).isIn(unknown, told.get(i));
        }
    }

    private static String command(Random random, int messages) {
        int one = 1 + random.nextInt(Math.max(messages, 1));
        int other = 1 + random.nextInt(Math.max(messages, 1));
        String set = random.nextBoolean() ? one + ":" + other : String.valueOf(one);
        String flag = List.of("\\Seen", "\\Flagged", "\\Deleted", "$A", "$B").get(random.nextInt(5));
        return switch (random.nextInt(16)) {
            case 0, 1 -> "STORE " + set + " +FLAGS (" + flag + ")";
            case 2 -> "UID STORE 1:* -FLAGS (" + flag + ")";
            case 3 -> "STORE " + set + " FLAGS.SILENT (" + flag + ")";
            case 4 -> "EXPUNGE";
            case 5 -> "UID EXPUNGE " + (1 + random.nextInt(200)) + ":*";
            case 6, 7 -> "FETCH " + set + " (UID FLAGS)";
            case 8 -> "UID FETCH 1:* (UID FLAGS)";
            case 9 -> "FETCH " + set + " (UID BODY[TEXT])";
            case 10 -> "COPY " + one + " INBOX";
            case 11 -> "MOVE " + one + " INBOX";
            case 12, 13 -> "APPEND INBOX {15+}\r\nSubject: x\r\n\r\nx";
            case 14 -> "SEARCH OR DELETED KEYWORD $A";
            default -> "NOOP";
        };
    }
}
