package io.postwerk.imapserver.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.store.MailboxStore;
import io.postwerk.store.rocksdb.RocksDbMailboxStore;
import io.postwerk.store.rocksdb.RocksDbSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
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
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();

    /** The server's process: says its port, and ends with its input. */
    public static void main(String[] arguments) throws IOException {
        Path directory = Path.of(arguments[0]);
        try (MailboxStore store = RocksDbMailboxStore.open(RocksDbSettings.in(directory.resolve("store")));
                RunningServer server = new RunningServer(store, directory, ImapSessionLimits.DEFAULT)) {
            System.out.println(server.port());
            while (System.in.read() >= 0) {
                // until the test ends
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
        BufferedReader said =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8));
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
        report("longest NOOP in ms while six fetch", longestNoopDuring(attacks));
    }

    @Test
    void searchesThatTakeLong() throws Exception {
        String keys = " NOT BODY {60000+}\r\n" + "a".repeat(59_999) + "b";
        StringBuilder more = new StringBuilder();
        for (int i = 0; i < 240; i++) {
            more.append(" NOT BODY aab").append(i);
        }
        List<ImapClient> hostile = new ArrayList<>();
        try (ImapClient client = ImapClient.inInbox(port)) {
            append(client, "Subject: x\r\n\r\n" + "a".repeat(40_000_000));
            for (int i = 0; i < 4; i++) {
                ImapClient searching = ImapClient.inInbox(port);
                hostile.add(searching);
                searching.send("x SEARCH" + keys + more + "\r\n");
            }
            long longest = 0;
            for (int i = 0; i < 100; i++) {
                longest = Math.max(longest, noop(client));
                Thread.sleep(20);
            }
            report("longest NOOP in ms while four search", longest);
            // who is still there is told so
            assertThat(hostile.getFirst().response()).isEqualTo("* OK Still searching");
        }
        for (ImapClient searching : hostile) {
            searching.close();
        }
        // Searches of those who have left end: they do not go on to their end, which is far.
        long left = System.nanoTime();
        Duration second = processorTimeInASecond();
        while (second.toMillis() > 300) {
            assertThat(server.isAlive()).isTrue();
            second = processorTimeInASecond();
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - left);
        assertThat(seconds).as("of some 80 that the searches would take").isLessThan(40);
        report("seconds until the server rests when they have left", seconds);
    }

    private Duration processorTimeInASecond() throws InterruptedException {
        Duration before = server.info().totalCpuDuration().orElseThrow();
        Thread.sleep(1_000);
        return server.info().totalCpuDuration().orElseThrow().minus(before);
    }

    private long longestNoopDuring(List<Callable<Boolean>> attacks) throws Exception {
        long longest = 0;
        try (ImapClient other = ImapClient.inInbox(port)) {
            List<Future<Boolean>> running =
                    attacks.stream().map(clients::submit).toList();
            while (!running.stream().allMatch(Future::isDone)) {
                longest = Math.max(longest, noop(other));
                Thread.sleep(20);
            }
            for (Future<Boolean> attack : running) {
                assertThat(attack.get()).as("the response is whole").isTrue();
            }
        }
        assertThat(server.isAlive()).isTrue();
        return longest;
    }

    private static void report(String what, long figure) {
        System.out.println(what + ": " + figure);
    }

    private static long noop(ImapClient client) throws IOException {
        long start = System.nanoTime();
        client.ok("NOOP");
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }
}
