package io.postwerk.smtpserver.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.mail.MailId;
import io.postwerk.mail.MessageSource;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 in the middle of work, several times in a row on one queue: what was acknowledged is there, whole. */
@Timeout(120)
class KillTest {
    private static final int ROUNDS = 3;
    private static final int MAILS = 150;

    @TempDir
    Path directory;

    @Test
    void whatWasAcknowledgedSurvives() throws Exception {
        Map<String, Integer> sizes = new HashMap<>();
        Set<String> removed = new HashSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            killAfter(MAILS, sizes, removed);
            try (RocksMailQueue queue = RocksMailQueue.open(directory, RocksMailQueueTest.SILENT, (id, problem) -> {
                throw new AssertionError(id + ": " + problem);
            })) {
                assertThat(queue.loss().happened()).isFalse();
                List<String> found = new ArrayList<>();
                queue.forEach(mail -> found.add(mail.id().value()));
                Set<String> expected = new HashSet<>(sizes.keySet());
                expected.removeAll(removed);
                assertThat(found).containsAll(expected);
                for (String id : expected) {
                    QueuedMail mail = queue.find(new MailId(id)).orElseThrow();
                    try (MessageSource body = queue.body(mail)) {
                        assertThat(body.readAll()).isEqualTo(octets(sizes.get(id)));
                    }
                }
            }
        }
    }

    /** Runs a writer in a process of its own, hears what it was told, and kills it. */
    private void killAfter(int lines, Map<String, Integer> sizes, Set<String> removed) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            for (int i = 0; i < lines; i++) {
                hear(said.readLine(), sizes, removed);
            }
            // Not by the process itself, which would close what it has said and was not read yet.
            process.toHandle().destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            // What it said before it died counts too.
            for (String line = said.readLine(); line != null && line.endsWith("."); line = said.readLine()) {
                hear(line, sizes, removed);
            }
        }
    }

    private static void hear(String line, Map<String, Integer> sizes, Set<String> removed) {
        String[] words = line.substring(0, line.length() - 1).split(" ");
        switch (words[0]) {
            case "added" -> sizes.put(words[1], Integer.parseInt(words[2]));
            case "removing" -> removed.add(words[1]);
            default -> throw new AssertionError(line);
        }
    }

    static byte[] octets(int size) {
        byte[] octets = new byte[size];
        Arrays.fill(octets, (byte) ('a' + size % 26));
        return octets;
    }

    /** Adds mails of all sizes and removes some, and says so after each; for ever. */
    static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) throws Exception {
            RocksMailQueue queue =
                    RocksMailQueue.open(Path.of(arguments[0]), RocksMailQueueTest.SILENT, (id, problem) -> {});
            for (int thread = 0; thread < 4; thread++) {
                int start = thread;
                Thread.ofPlatform().start(() -> work(queue, start));
            }
        }

        private static void work(MailQueue queue, int start) {
            int[] sizes = {0, 1, 4_000, 70_000, 300_000, 1_500_000};
            try {
                for (int i = start; ; i++) {
                    int size = sizes[i % sizes.length];
                    QueuedMail mail = QueueFixtures.mail(size, "alice@example.org", "bob@example.org");
                    queue.commit(QueueFixtures.added(mail, MessageSource.of(octets(size))));
                    say("added " + mail.id() + " " + size);
                    if (i % 3 == 0) {
                        say("removing " + mail.id());
                        queue.commit(new QueueChange.Builder()
                                .remove(mail.id(), 0)
                                .remove(mail.id(), 1)
                                .finish(mail.id(), size)
                                .build());
                    }
                }
            } catch (QueueException e) {
                throw new AssertionError(e);
            }
        }

        private static synchronized void say(String line) {
            // With a mark at its end, so that a line that was cut is known.
            System.out.println(line + ".");
            System.out.flush();
        }
    }
}
