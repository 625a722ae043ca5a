package io.postwerk.tests.siege;

import static org.awaitility.Awaitility.await;

import io.postwerk.config.Program;
import io.postwerk.testkit.SmallDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A stranger fills the disk, then everything else on it is taken as well; the programs are killed and start again. What was
 * acknowledged can be read at any time, and deleted.
 */
final class FullDisk implements Attack {
    private static final int MEBIBYTES = 400;
    private static final int MOST_MAILS = 500;
    private static final Duration RECOVERY = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "full-disk";
    }

    @Override
    public String mailServer() {
        return Manifests.SMALL_DISK;
    }

    @Override
    public boolean onRunningPrograms() {
        return false;
    }

    @Override
    public void run(Siege siege) throws Exception {
        Path mount = Files.createDirectories(siege.folder().resolve("disk"));
        try (SmallDisk disk = SmallDisk.mount(mount, MEBIBYTES);
                Programs programs =
                        Programs.start(siege.folder().resolve("manifests"), mount.resolve("data"), users(), Map.of())) {
            Set<String> accepted = new HashSet<>();
            String refusal = fill(accepted);
            siege.figure(
                    "mails of 1 MB until " + refusal.substring(0, Math.min(9, refusal.length())) + ": "
                            + accepted.size(),
                    "452 4.3.1",
                    refusal.startsWith("452 4.3.1") && !accepted.isEmpty());
            String append = append();
            siege.figure("APPEND: " + append, "NO [OVERQUOTA]", append.contains(" NO [OVERQUOTA]"));
            await("what was accepted is delivered")
                    .atMost(RECOVERY)
                    .ignoreExceptions()
                    .until(() -> subjects().size() == accepted.size());
            disk.fill(0);
            for (Program program : List.of(Program.SMTP_SERVER, Program.IMAP_SERVER)) programs.kill(program);
            for (Program program : List.of(Program.IMAP_SERVER, Program.SMTP_SERVER)) {
                programs.launch(program);
                programs.awaitReady(program);
            }
            List<String> there = subjects();
            siege.figure(
                    "on the full disk after kill -9: " + there.size() + " mails",
                    accepted.size() + ", each once",
                    there.size() == accepted.size() && new HashSet<>(there).equals(accepted));
            try (Client owner = Client.inbox("127.0.0.1", Manifests.user(0))) {
                owner.ok("STORE 1:" + there.size() / 2 + " +FLAGS.SILENT (\\Deleted)");
                owner.ok("EXPUNGE");
            }
            List<String> left = subjects();
            siege.figure(
                    "deleted on the full disk: " + (there.size() - left.size()),
                    String.valueOf(there.size() / 2),
                    there.size() - left.size() == there.size() / 2);
            disk.empty();
            await("mail is taken again")
                    .atMost(RECOVERY)
                    .until(() -> send("again").startsWith("250"));
            siege.figure("takes mail again when there is room", "by itself", true);
        }
    }

    private static String fill(Set<String> accepted) throws IOException {
        String reply = "";
        for (int i = 0; i < MOST_MAILS; i++) {
            reply = send("mail-" + i);
            if (!reply.startsWith("250")) return reply;
            accepted.add("mail-" + i);
        }
        return reply;
    }

    private static String send(String subject) throws IOException {
        // Octets that do not become fewer when they are compressed.
        byte[] noise = new byte[750_000];
        new Random(subject.hashCode()).nextBytes(noise);
        String text = Base64.getMimeEncoder().encodeToString(noise);
        try (Client client = Client.smtp(Client.address(0), Manifests.SMTP)) {
            return client.send("you@elsewhere.test", "Subject: " + subject + "\r\n\r\n" + text, Manifests.user(0));
        }
    }

    private static String append() throws IOException {
        try (Client owner = Client.inbox("127.0.0.1", Manifests.user(0))) {
            String message = "x".repeat(4_000_000);
            return owner.tagged("APPEND INBOX {" + message.length() + "+}\r\n" + message)
                    .strip();
        }
    }

    private static List<String> subjects() throws IOException {
        try (Client owner = Client.inbox("127.0.0.1", Manifests.user(0))) {
            return Ledger.ids(owner.ok("FETCH 1:* BODY.PEEK[HEADER.FIELDS (SUBJECT)]"));
        }
    }
}
