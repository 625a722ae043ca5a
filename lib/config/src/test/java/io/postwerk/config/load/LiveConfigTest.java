package io.postwerk.config.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.config.Program;
import io.postwerk.config.Servers;
import io.postwerk.config.Sets;
import io.postwerk.config.json.ConfigJson;
import io.postwerk.config.limits.MailboxLimits;
import io.postwerk.config.routing.RoutingTable;
import io.postwerk.config.server.ImapServerConfig;
import io.postwerk.config.users.MailboxRemovals;
import io.postwerk.config.users.UserEntry;
import io.postwerk.config.users.UserTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveConfigTest {
    private static final String ALICE = "alice@example.org";
    private static final String BOB = "bob@example.org";
    private static final String ALICE_FILE = "users-58.json";

    @TempDir
    Path directory;

    private final BlockingQueue<Long> seen = new LinkedBlockingQueue<>();
    private ConfigWriter writer;
    private LiveConfig<UserTable> live;

    @BeforeEach
    void writeFirstSet() throws IOException {
        writer = new ConfigWriter(directory);
        writer.write(Sets.users(1, ALICE));
    }

    private void start() {
        live = LiveConfig.users(directory);
        live.onChange(table -> seen.add(table.sequence()));
    }

    @AfterEach
    void stop() {
        if (live != null) {
            live.close();
        }
    }

    @Test
    void loadsACompleteSetAtOnce() {
        start();
        assertThat(live.current().orElseThrow().find(Sets.address("Alice@EXAMPLE.org")))
                .contains(Sets.user(ALICE));
        assertThat(live.current().orElseThrow().find(Sets.address(BOB))).isEmpty();
        assertThat(live.current().orElseThrow().size()).isEqualTo(1);
        assertThat(live.sequence()).isEqualTo(1);
        assertThat(live.lastError()).isEmpty();
        assertThat(live.loaded()).isEqualTo(1);
    }

    @Test
    void seesASwap() throws Exception {
        start();
        writer.write(Sets.users(2, ALICE, BOB));
        assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo(2);
        assertThat(live.current().orElseThrow().find(Sets.address(BOB))).isPresent();
        assertThat(live.sequence()).isEqualTo(2);
    }

    @Test
    void sharesUnchangedBucketsBetweenTables() throws Exception {
        start();
        UserEntry before =
                live.current().orElseThrow().find(Sets.address(ALICE)).orElseThrow();
        writer.write(Sets.users(2, ALICE, BOB));
        assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo(2);
        assertThat(live.current().orElseThrow().find(Sets.address(ALICE)).orElseThrow())
                .isSameAs(before);
    }

    @Test
    void hasNothingBeforeTheFirstSet() throws Exception {
        directory = directory.resolve("later");
        writer = new ConfigWriter(directory);
        start();
        assertThat(live.current()).isEmpty();
        assertThat(live.sequence()).isZero();
        assertThat(live.lastError()).hasValueSatisfying(e -> assertThat(e).startsWith("index.json: missing in "));
        writer.write(Sets.users(5, ALICE));
        assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo(5);
        assertThat(live.lastError()).isEmpty();
    }

    @Test
    void refusesAFileThatTheIndexDoesNotMean() throws Exception {
        start();
        Map<String, byte[]> files = Sets.users(2, ALICE, BOB);
        files.put(ALICE_FILE, Sets.users(2).get(ALICE_FILE));
        writer.write(files);
        awaitError(ALICE_FILE + ": is not the one that index.json means");
    }

    @Test
    void refusesAnIncompleteSetAndTakesTheWholeOne() throws Exception {
        start();
        Map<String, byte[]> whole = Sets.users(2, BOB);
        byte[] bucket = whole.remove("users-40.json");
        writer.write(whole);
        await(() -> live.lastError().orElse("").startsWith("users-40.json: missing in "));
        assertUnchanged();
        whole.put("users-40.json", bucket);
        writer.write(whole);
        assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo(2);
        assertThat(live.lastError()).isEmpty();
    }

    @Test
    void refusesAHalfWrittenFile() throws Exception {
        start();
        Map<String, byte[]> files = Sets.users(2, ALICE, BOB);
        byte[] half = files.get(ALICE_FILE);
        files.put(ALICE_FILE, java.util.Arrays.copyOf(half, half.length / 2));
        writer.write(files);
        awaitError(ALICE_FILE + ": is not the one that index.json means");
    }

    @Test
    void refusesAHalfWrittenIndex() throws Exception {
        start();
        Map<String, byte[]> files = Sets.users(2, ALICE, BOB);
        byte[] half = files.get("index.json");
        files.put("index.json", java.util.Arrays.copyOf(half, half.length / 2));
        writer.write(files);
        await(() -> live.lastError().orElse("").startsWith("index.json: line "));
        assertUnchanged();
    }

    @Test
    void refusesAnInvalidFileOfRightHash() throws Exception {
        start();
        Map<String, byte[]> files = Sets.users(2, ALICE);
        files.put(ALICE_FILE, "{\"users\":[]}".getBytes(StandardCharsets.UTF_8));
        writer.write(Sets.indexed(Program.AUTH_SIDECAR, 2, files));
        awaitError(ALICE_FILE + ": $.formatVersion: missing");
    }

    @Test
    void refusesABucketUnderTheNameOfAnother() throws Exception {
        start();
        Map<String, byte[]> files = Sets.users(2, ALICE);
        files.put("users-00.json", files.get("users-01.json"));
        writer.write(Sets.indexed(Program.AUTH_SIDECAR, 2, files));
        awaitError("users-00.json: $.bucket: is 1");
    }

    @Test
    void refusesAnIndexThatLacksFilesOrHasMore() throws Exception {
        start();
        Map<String, byte[]> files = Sets.users(2, ALICE);
        files.remove("users-00.json");
        writer.write(Sets.indexed(Program.AUTH_SIDECAR, 2, files));
        awaitError("index.json: $.files: lacks users-00.json");
        files = Sets.users(3, ALICE);
        files.put("users-64.json", files.get("users-00.json"));
        writer.write(Sets.indexed(Program.AUTH_SIDECAR, 3, files));
        awaitError("index.json: $.files: has unknown files: users-64.json");
    }

    @Test
    void refusesTheFilesOfAnotherProgram() throws Exception {
        start();
        writer.write(Sets.routing(2, List.of(), List.of()));
        awaitError("index.json: $.program: the files are for smtp-server, not for auth-sidecar");
    }

    @Test
    void countsWhatItRefusedOnceAndForgetsItWhenPutRight() throws Exception {
        start();
        Map<String, byte[]> files = Sets.users(2, ALICE, BOB);
        files.put("index.json", new byte[] {'x'});
        writer.write(files);
        await(() -> live.refused() == 1);
        assertThat(live.lastError()).isPresent();
        writer.write(Sets.users(1, ALICE));
        await(() -> live.lastError().isEmpty());
        assertThat(live.refused()).isEqualTo(1);
    }

    @Test
    void followsPlainFilesToo() throws Exception {
        directory = Files.createDirectory(directory.resolve("plain"));
        for (var file : Sets.users(1, ALICE).entrySet()) {
            Files.write(directory.resolve(file.getKey()), file.getValue());
        }
        start();
        assertThat(live.sequence()).isEqualTo(1);
        for (var file : Sets.users(2, BOB).entrySet()) {
            Files.write(directory.resolve(file.getKey()), file.getValue());
        }
        await(() -> live.sequence() == 2);
        assertThat(live.current().orElseThrow().find(Sets.address(ALICE))).isEmpty();
    }

    @Test
    void aFailingListenerHarmsNobody() throws Exception {
        live = LiveConfig.users(directory);
        live.onChange(table -> {
            throw new IllegalStateException("on purpose");
        });
        live.onChange(table -> seen.add(table.sequence()));
        writer.write(Sets.users(2, ALICE, BOB));
        assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo(2);
        writer.write(Sets.users(3, ALICE));
        assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo(3);
    }

    @Test
    void survivesSwapsWhileItReads() throws Exception {
        start();
        for (int sequence = 2; sequence <= 100; sequence++) {
            writer.write(sequence % 2 == 0 ? Sets.users(sequence, BOB) : Sets.users(sequence, ALICE, BOB));
        }
        await(() -> live.sequence() == 100);
        assertThat(live.lastError()).isEmpty();
        assertThat(live.current().orElseThrow().find(Sets.address(ALICE))).isEmpty();
    }

    @Test
    void removalsAreReadAndHaveTheNumberOfTheirSet() throws Exception {
        Path imap = directory.resolve("imap");
        MailboxRemovals.Removal removal = new MailboxRemovals.Removal("id-1", Sets.address(ALICE));
        Map<String, byte[]> files = Map.of(
                "server.json",
                ConfigJson.write(Servers.imapServer()),
                "limits.json",
                ConfigJson.write(MailboxLimits.DEFAULT),
                "removals.json",
                ConfigJson.write(new MailboxRemovals(1, List.of(removal))));
        new ConfigWriter(imap).write(Sets.indexed(Program.IMAP_SERVER, 9, files));
        try (LiveConfig<MailboxRemovals.Table> removals = LiveConfig.removals(imap)) {
            assertThat(removals.sequence()).isEqualTo(9);
            assertThat(removals.current())
                    .contains(new MailboxRemovals.Table(9, List.of(removal), MailboxLimits.DEFAULT));
        }
        assertThat(ProgramFiles.server(imap, ImapServerConfig.class)).isEqualTo(Servers.imapServer());
    }

    @Test
    void routingSaysWhoIsToGo() throws Exception {
        Path smtp = directory.resolve("smtp");
        new ConfigWriter(smtp).write(Sets.routing(3, List.of(), List.of(), List.of("smtp-1", "smtp-2")));
        try (LiveConfig<RoutingTable> routing = LiveConfig.routing(smtp)) {
            RoutingTable table = routing.current().orElseThrow();
            assertThat(table.isDraining("smtp-2")).isTrue();
            assertThat(table.isDraining("smtp-0")).isFalse();
        }
    }

    private void awaitError(String error) {
        await(() -> live.lastError().equals(java.util.Optional.of(error)));
        assertUnchanged();
    }

    private void assertUnchanged() {
        assertThat(live.sequence()).isEqualTo(1);
        assertThat(live.current().orElseThrow().find(Sets.address(ALICE))).isPresent();
        assertThat(seen).isEmpty();
        assertThat(live.refused()).isPositive();
    }

    private void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as("deadline; the last error is %s", live.lastError())
                    .isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
