package io.postwerk.imapserver.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.mail.LongWork;
import io.postwerk.store.MailboxStore;
import io.postwerk.store.rocksdb.RocksDbMailboxStore;
import io.postwerk.store.rocksdb.RocksDbSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mails and commands made to end the server, or to keep it busy: the server is a process of its own, with the options and
 * the heap that imap-server has by default. It must live, and answer others.
 */
@Timeout(300)
class HostileMailTest {
    /** What {@code postwerk run} gives to imap-server. */
    private static final String HEAP = "-Xmx256m";

    @TempDir
    Path directory;

    private Process server;
    private int port;
    private BufferedReader said;
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();

    /** The server's process: says its port, then answers questions, and ends with its input. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        try (MailboxStore store = RocksDbMailboxStore.open(RocksDbSettings.in(directory.resolve("store")));
                RunningServer server = new RunningServer(store, directory, ImapSessionLimits.DEFAULT)) {
            server.fixture().allowInTheClear();
            System.out.println(server.port());
            // until the test ends; each octet asks how many searches are under way
            while (System.in.read() >= 0) {
                System.out.println(LongWork.underWay());
            }
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + Path.of("../lib/runtime/jvm.options").toAbsolutePath(),
                        HEAP,
                        "-cp",
                        System.getProperty("java.class.path"),
                        HostileMailTest.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        said = new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
        port = Integer.parseInt(said.readLine());
    }

    @AfterEach
    void stop() throws InterruptedException {
        clients.shutdownNow();
        server.destroyForcibly().waitFor();
    }

    /** 20,000 recipients, as many copies, and as many parts, in 460 KB. */
    private static String manyOfEverything() {
        return "To: " + "a@b,".repeat(20_000) + "\r\nCc: " + "a@b,".repeat(20_000)
                + "\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
                + "--b\r\n\r\nx\r\n\r\n".repeat(20_000) + "--b--\r\n";
    }

    private static void append(ImapClient client, String message) throws IOException {
        client.send("x APPEND INBOX {" + message.length() + "+}\r\n" + message + "\r\n");
        while (!client.response().startsWith("x OK")) {
            // news of the mailbox
        }
    }

    @Test
    void mailsOfManyAddressesAndParts() throws Exception {
        String message = manyOfEverything();
        try (ImapClient client = ImapClient.inInbox(port)) {
            for (int i = 0; i < 120; i++) {
                append(client, message);
            }
            // exactly, however many
            String structure =
                    client.ok("FETCH 4 (UID BODYSTRUCTURE ENVELOPE FLAGS)").getFirst();
            assertThat(structure).startsWith("* 4 FETCH (UID 4 BODYSTRUCTURE ((\"text\" \"plain\" ");
            assertThat(structure.split("\"7bit\"", -1)).hasSize(20_001);
            assertThat(structure.split("NIL \"a\" \"b\"", -1)).hasSize(40_001);
            assertThat(client.ok("FETCH 4 BODY.PEEK[20000]").getFirst()).endsWith("{3}\r\nx\r\n)");
        }
        List<Callable<Boolean>> attacks = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            attacks.add(() -> {
                try (ImapClient client = ImapClient.inInbox(port)) {
                    client.send("x FETCH 1:* (ENVELOPE BODYSTRUCTURE)\r\n");
                    return client.discard(40_000_000);
                }
            });
        }
        report("NOOP while six fetch", noopsDuring(attacks));
    }

    /** Over 40 MB again and again, so that they would take an hour. */
    @Test
    void searchesThatTakeLong() throws Exception {
        StringBuilder search = new StringBuilder("x SEARCH NOT BODY {60000+}\r\n" + "a".repeat(59_999) + "b");
        for (int i = 0; i < 240; i++) {
            search.append(" NOT BODY aab").append(i);
        }
        search.append("\r\n");
        List<ImapClient> hostile = new ArrayList<>();
        try (ImapClient client = ImapClient.inInbox(port)) {
            append(client, "Subject: x\r\n\r\n" + "a".repeat(40_000_000));
            for (int copies = 0; copies < 6; copies++) {
                client.ok("COPY 4:* INBOX");
            }
            for (int i = 0; i < 4; i++) {
                ImapClient searching = i < 2 ? ImapClient.inInbox(port) : ImapClient.inInboxInTheClear(port);
                hostile.add(searching);
                // Every second one has sent another command, which is unread when it leaves
                searching.send(search + (i % 2 == 0 ? "" : "y NOOP\r\n"));
            }
            List<Long> noops = new ArrayList<>();
            while (underWay() < 4) {
                noops.add(noop(client));
            }
            for (int i = 0; i < 200; i++) {
                noops.add(noop(client));
            }
            assertThat(underWay())
                    .as("searches, when others have been answered 200 times")
                    .isEqualTo(4);
            report("NOOP while four search", noops);
            // who is still there is told so
            for (ImapClient searching : hostile) {
                assertThat(searching.response()).isEqualTo("* OK Still searching");
            }
            for (ImapClient searching : hostile) {
                searching.close();
            }
            // The searches of those who have left end
            while (underWay() > 0) {
                noop(client);
            }
        }
        assertThat(server.isAlive()).isTrue();
    }

    /** Headers that are expensive to decode, many keys for one message, and patterns of wildcards. */
    @Test
    void commandsThatAreExpensive() throws Exception {
        String words = "=?x-unknown?Q?=41?= =?utf-8?B?YWFh?= =?utf-7?Q?b?= ";
        try (ImapClient client = ImapClient.inInbox(port)) {
            append(client, "Subject: " + words.repeat(330) + "\r\nX-Long: " + words.repeat(20_000) + "\r\n\r\nx");
            for (int copies = 0; copies < 6; copies++) {
                client.ok("COPY 4:* INBOX");
            }
        }
        List<Callable<Boolean>> attacks = new ArrayList<>();
        attacks.add(() -> answered("SEARCH" + " NOT SUBJECT zzz".repeat(200)));
        attacks.add(() -> answered("SEARCH" + " NOT HEADER X-Long zzz".repeat(20)));
        attacks.add(() -> answered(
                "FETCH 1:* (" + "BODY.PEEK[HEADER.FIELDS (X-None)] ".repeat(50).strip() + ")"));
        attacks.add(() -> answered("LIST \"\" " + "%a".repeat(400)));
        report("NOOP while four are expensive", noopsDuring(attacks));
    }

    private boolean answered(String command) throws IOException {
        try (ImapClient client = ImapClient.inInbox(port)) {
            client.ok(command);
            return true;
        }
    }

    /** How many searches run in the server. */
    private int underWay() throws IOException {
        server.getOutputStream().write('\n');
        server.getOutputStream().flush();
        return Integer.parseInt(said.readLine());
    }

    /** The times of another client's NOOPs, one after the other until all attacks are over. */
    private List<Long> noopsDuring(List<Callable<Boolean>> attacks) throws Exception {
        List<Long> noops = new ArrayList<>();
        try (ImapClient other = ImapClient.inInbox(port)) {
            List<Future<Boolean>> running =
                    attacks.stream().map(clients::submit).toList();
            while (!running.stream().allMatch(Future::isDone)) {
                noops.add(noop(other));
            }
            for (Future<Boolean> attack : running) {
                assertThat(attack.get()).as("the response is whole").isTrue();
            }
        }
        assertThat(server.isAlive()).isTrue();
        return noops;
    }

    /** For people: how fast a machine is decides no test. */
    private static void report(String what, List<Long> millis) {
        List<Long> sorted = millis.stream().sorted().toList();
        System.out.println(what + ": " + sorted.size() + " times, half of them within " + sorted.get(sorted.size() / 2)
                + " ms, all within " + sorted.getLast() + " ms");
    }

    private static long noop(ImapClient client) throws IOException {
        long start = System.nanoTime();
        client.ok("NOOP");
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }
}
