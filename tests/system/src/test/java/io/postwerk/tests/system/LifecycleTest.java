package io.postwerk.tests.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Starting, refusing to start, surviving and stopping. */
@ExtendWith(OwnPorts.class)
class LifecycleTest {
    private static final int[] PORTS = {2525, 2587, 2465, 2143, 2993, 2110, 2995};

    @TempDir
    Path folder;

    @Test
    void everyPortAnswersOnceItIsReadyAndNoneAfterItHasStopped() throws Exception {
        try (Instance instance = Instance.quickstart(folder)) {
            for (int port : new int[] {2525, 2587})
                try (Dialog smtp = Dialog.plain(port)) {
                    assertThat(smtp.reply()).startsWith("220 mx.example.org");
                }
            try (Dialog smtp = Dialog.tls(2465)) {
                assertThat(smtp.reply()).startsWith("220 mx.example.org");
            }
            try (Dialog imap = Dialog.plain(2143)) {
                assertThat(imap.line()).startsWith("* OK");
            }
            try (Dialog imap = Dialog.tls(2993)) {
                assertThat(imap.line()).startsWith("* OK");
            }
            try (Dialog pop = Dialog.plain(2110)) {
                assertThat(pop.line()).startsWith("+OK");
            }
            try (Dialog pop = Dialog.tls(2995)) {
                assertThat(pop.line()).startsWith("+OK");
            }
            assertThat(instance.data().resolve("run/auth")).exists();
            assertThat(instance.data().resolve("run/userdb")).exists();

            var children = instance.handle().children().toList();
            assertThat(children).hasSize(3);
            instance.stop();
            assertThat(children).noneMatch(ProcessHandle::isAlive);
            for (int port : PORTS) new ServerSocket(port, 1, InetAddress.getLoopbackAddress()).close();
        }
    }

    /** systemd and timeout send it so; the children get it too and end before their parent has stopped them. */
    @Test
    void aSigtermToTheWholeGroupStopsItWithoutARestart() throws Exception {
        Path manifests = Instance.copyQuickstart(folder.resolve("manifests"));
        try (Instance instance = Instance.launchAsGroup(manifests, folder.resolve("data"));
                // A session that is given time to end: the servers stop after auth-sidecar.
                Dialog smtp = dialogOnceReady(instance)) {
            smtp.ask("EHLO client.test");
            smtp.ask("MAIL FROM:<you@elsewhere.test>");
            smtp.ask("RCPT TO:<alice@example.org>");
            assertThat(smtp.ask("DATA")).startsWith("354");
            ProcessHandle sidecar = instance.child("auth-sidecar");
            instance.signalGroup("TERM");
            sidecar.onExit().get();
            smtp.sendRaw("Subject: in flight\r\n\r\nbody\r\n.\r\n");
            smtp.reply();
            instance.awaitExit();
            assertThat(instance.lines())
                    .noneMatch(line -> line.contains("restart"))
                    .contains("stopped");
        }
    }

    private static Dialog dialogOnceReady(Instance instance) throws IOException {
        instance.awaitReady();
        Dialog smtp = Dialog.plain(2525);
        smtp.reply();
        return smtp;
    }

    @Test
    void twoInstallationsRunOnOneMachine() throws Exception {
        Path manifests = Instance.copyQuickstart(folder.resolve("second-manifests"));
        try (Instance first = Instance.quickstart(folder);
                Instance second = Instance.launch(manifests, folder.resolve("second-data"), "--port-offset", "10000")) {
            second.awaitReady();
            assertThat(second.lines())
                    .anyMatch(line -> line.contains("imaps") && line.contains(":12993"))
                    .anyMatch(line -> line.contains("curl") && line.contains("smtp://127.0.0.1:12525"))
                    .noneMatch(line -> line.contains(":2993"));
            Site moved = new Site("127.0.0.1", 12525, "127.0.0.1", 12993);
            assertThat(Mailboxes.send(moved, "you@elsewhere.test", Mailboxes.ALICE, "to the second"))
                    .startsWith("250");
            assertThat(Mailboxes.send("you@elsewhere.test", Mailboxes.ALICE, "to the first"))
                    .startsWith("250");
            await("each installation has its own mail")
                    .atMost(Instance.TIMEOUT)
                    .until(() -> Mailboxes.subjects(moved, Mailboxes.ALICE, "wonderland")
                            .equals(List.of("to the second")));
            Mailboxes.awaitSubject(Mailboxes.ALICE, "to the first");
            assertThat(Mailboxes.subjects(Mailboxes.ALICE)).containsExactly("to the first");
            for (int port : new int[] {9001, 9002, 9003, 2424}) {
                for (int offset : new int[] {0, 10_000}) new Socket("127.0.0.1", port + offset).close();
            }
            assertThat(first.stop()).isEqualTo(second.stop());
        }
    }

    /** No program is started: the planner itself has too little memory. */
    @Test
    void shortOfMemoryItSaysWhatToDo() throws Exception {
        Path manifests = Instance.copyQuickstart(folder.resolve("many"));
        Files.writeString(manifests.resolve("many.yaml"), "# users\n".repeat(8 << 20));
        ProcessBuilder small = Instance.command("check", manifests.toString());
        small.environment().put("JDK_JAVA_OPTIONS", "-Xmx32m");
        Process starved = small.start();
        assertThat(new String(starved.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("too many manifests")
                .containsPattern("a heap of [0-9]+ MiB")
                .contains("JDK_JAVA_OPTIONS=-Xmx4g");
        assertThat(starved.waitFor()).isEqualTo(1);
    }

    @Test
    void aSecondInstanceOnTheSameDataIsRefused() throws Exception {
        try (Instance instance = Instance.quickstart(folder)) {
            Process second = Instance.command(
                            "run",
                            instance.manifests().toString(),
                            "--data",
                            instance.data().toString())
                    .start();
            String output = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(second.waitFor()).isEqualTo(1);
            assertThat(output)
                    .contains("another postwerk runs on the data folder")
                    .contains(Long.toString(instance.handle().pid()))
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void aTakenPortIsNamedWithItsListener() throws Exception {
        Path manifests = Instance.copyQuickstart(folder.resolve("manifests"));
        try (ServerSocket holder = new ServerSocket(2993, 1, InetAddress.getLoopbackAddress());
                Instance instance = Instance.launch(manifests, folder.resolve("data"))) {
            assertThat(instance.awaitExit()).isEqualTo(1);
            assertThat(String.join("\n", instance.lines()))
                    .contains(Integer.toString(holder.getLocalPort()))
                    .contains("imaps")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void aDataFolderTooDeepForSocketsIsRefused() throws Exception {
        Path manifests = Instance.copyQuickstart(folder.resolve("manifests"));
        Path deep = folder.resolve("d".repeat(100));
        try (Instance instance = Instance.launch(manifests, deep)) {
            assertThat(instance.awaitExit()).isEqualTo(1);
            assertThat(String.join("\n", instance.lines())).contains("too long").contains("--data");
        }
        assertThat(deep).doesNotExist();
    }

    @Test
    void aChildThatDiesIsRestartedAndThatIsSaid() throws Exception {
        try (Instance instance = Instance.quickstart(folder)) {
            for (String program : new String[] {"smtp-server", "imap-server", "auth-sidecar"}) {
                int printed = instance.lines().size();
                long before = instance.child(program).pid();
                instance.kill(program);
                instance.awaitLine(program, printed);
                await(program + " runs again")
                        .atMost(Instance.TIMEOUT)
                        .until(() -> instance.find(program)
                                .filter(child -> child.pid() != before)
                                .isPresent());
                await("mail flows again")
                        .atMost(Instance.TIMEOUT)
                        .ignoreExceptions()
                        .until(() -> Mailboxes.send(
                                        "you@elsewhere.test", Mailboxes.ALICE, "after the death of " + program)
                                .startsWith("250"));
                Mailboxes.awaitSubject(Mailboxes.ALICE, "after the death of " + program);
            }
        }
    }

    @Test
    void childrenEndWithTheirParent() throws Exception {
        try (Instance instance = Instance.quickstart(folder)) {
            var children = instance.handle().children().toList();
            instance.handle().destroyForcibly();
            await("the children end")
                    .atMost(Instance.TIMEOUT)
                    .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    @Test
    void aWholeRestartFinishesWhatIsInFlightAndKeepsMailAndPasswords() throws Exception {
        try (Instance instance = Instance.quickstart(folder);
                Dialog smtp = Dialog.plain(2525)) {
            assertThat(Mailboxes.send("you@elsewhere.test", Mailboxes.BOB, "kept"))
                    .startsWith("250");
            Mailboxes.awaitSubject(Mailboxes.BOB, "kept");
            smtp.reply();
            smtp.ask("EHLO client.test");
            smtp.ask("MAIL FROM:<you@elsewhere.test>");
            smtp.ask("RCPT TO:<alice@example.org>");
            assertThat(smtp.ask("DATA")).startsWith("354");
            smtp.sendRaw("Subject: in flight\r\n\r\nbody");
            ProcessHandle server = instance.child("smtp-server");
            instance.handle().destroy();
            await("nobody listens any more").atMost(Instance.TIMEOUT).until(() -> refused(2525));
            assertThat(server.isAlive()).isTrue();
            smtp.sendRaw("\r\n.\r\n");
            assertThat(smtp.reply()).startsWith("250");
            assertThat(smtp.line()).startsWith("421");
            instance.awaitExit();
        }
        try (Instance again = Instance.launch(folder.resolve("manifests"), folder.resolve("data"))) {
            again.awaitReady();
            Mailboxes.awaitSubject(Mailboxes.ALICE, "in flight");
            assertThat(Mailboxes.subjects(Mailboxes.BOB)).containsExactly("kept");
        }
        // Keys and mail are for their owner alone.
        assertThat(Files.getPosixFilePermissions(folder.resolve("data/state"))).hasSize(3);
    }

    /** The config files are the last good state where nothing else is known. */
    @Test
    void aRestartWithACutFileRefusesNobody() throws Exception {
        try (Instance instance = Instance.quickstart(folder)) {
            instance.stop();
        }
        for (String file : new String[] {"bob.yaml", "mailserver.yaml"}) {
            Path cut = folder.resolve("manifests").resolve(file);
            String whole = Files.readString(cut);
            Files.writeString(cut, "");
            try (Instance again = Instance.launch(folder.resolve("manifests"), folder.resolve("data"))) {
                again.awaitReady();
                assertThat(Mailboxes.send("you@elsewhere.test", Mailboxes.BOB, "while " + file + " was empty"))
                        .startsWith("250");
                Files.writeString(cut, whole);
                assertThat(Mailboxes.send("you@elsewhere.test", Mailboxes.BOB, "while " + file + " was back"))
                        .startsWith("250");
            }
        }
    }

    private static boolean refused(int port) {
        try (Dialog dialog = Dialog.plain(port)) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
