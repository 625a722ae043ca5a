package io.postwerk.store.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.rocksdb.Loss;
import io.postwerk.store.Folder;
import io.postwerk.store.FolderName;
import io.postwerk.store.FolderState;
import io.postwerk.store.MailboxStore.OpenMode;
import io.postwerk.store.QuotaLimits.MailboxUsage;
import io.postwerk.store.StoreResult.AppendResult;
import io.postwerk.store.StoredMessage;
import io.postwerk.store.UidSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was acknowledged is there, once, however a process ends. */
@Timeout(180)
class KilledProcessTest {
    @TempDir
    Path directory;

    /** UIDs by the numbers of messages. */
    private final Map<Integer, Long> acknowledged = new HashMap<>();

    private int firstNumber = 1;

    @Test
    void nothingIsLostWhenTheProcessIsKilled() throws Exception {
        for (int round = 1; round <= 3; round++) {
            AppendingProcess.Running running = AppendingProcess.Running.start(directory, firstNumber);
            String line = running.lines().readLine();
            for (int i = 0; line != null; i++) {
                note(line);
                if (i == 150 * round) {
                    // Not gently: SIGKILL. What it said until then can still be read.
                    running.process().toHandle().destroyForcibly();
                }
                line = running.lines().readLine();
            }
            assertThat(running.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
            verify();
        }
    }

    @Test
    void nothingIsAcknowledgedThatTheDiskHasNoRoomFor() throws Exception {
        // Unpacks the native library, which is larger than the limit.
        RocksDbMailboxStore.open(TestStores.settings(directory)).close();
        // No file may grow beyond 3 MiB: a write fails in the middle, as on a full disk.
        AppendingProcess.Running running = AppendingProcess.Running.start(
                directory, firstNumber, "/bin/sh", "-c", "ulimit -f 6144; exec \"$0\" \"$@\"");
        int failures = 0;
        for (String line = running.lines().readLine();
                line != null;
                line = running.lines().readLine()) {
            if (line.startsWith("failed ")) {
                failures++;
            } else {
                // What was acknowledged before may be said after: the threads are woken one after the other.
                assertThat(line).as("nothing is taken after a failure").doesNotStartWith("late ");
                note(line);
            }
        }
        assertThat(running.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(failures).isEqualTo(8);
        assertThat(acknowledged).isNotEmpty();
        verify();
    }

    private void note(String line) {
        String[] words = line.split(" ");
        int number = Integer.parseInt(words[0]);
        assertThat(acknowledged.put(number, Long.parseLong(words[1]))).isNull();
        firstNumber = Math.max(firstNumber, number + 100);
    }

    private void verify() throws IOException {
        try (RocksDbMailboxStore store = RocksDbMailboxStore.open(TestStores.settings(directory))) {
            Folder inbox =
                    store.folder(AppendingProcess.MAILBOX, FolderName.INBOX).orElseThrow();
            FolderState state = store.open(AppendingProcess.MAILBOX, inbox.id(), OpenMode.EXAMINE)
                    .orElseThrow();
            assertThat(state.count()).isEqualTo(inbox.messages());
            assertThat(inbox.uidNext()).isEqualTo(inbox.messages() + 1L);
            Map<Integer, Long> found = new HashMap<>();
            long octets = 0;
            Set<Long> uids = new HashSet<>();
            for (StoredMessage message : store.messages(AppendingProcess.MAILBOX, inbox.id(), UidSet.ALL)) {
                int number =
                        Integer.parseInt(message.summary().envelope().subject().orElseThrow());
                assertThat(message.body().readAll()).isEqualTo(AppendingProcess.contents(number));
                assertThat(found.put(number, message.uid()))
                        .as("message %d twice", number)
                        .isNull();
                assertThat(uids.add(message.uid())).isTrue();
                octets += message.size();
            }
            assertThat(found).containsAllEntriesOf(acknowledged);
            assertThat(store.loss()).isEqualTo(Loss.NONE);
            assertThat(uids).hasSize(inbox.messages());
            assertThat(store.usage(AppendingProcess.MAILBOX)).isEqualTo(new MailboxUsage(octets, inbox.messages()));
            // Deliveries are known as well: a replay adds nothing.
            for (Map.Entry<Integer, Long> entry : found.entrySet()) {
                assertThat(store.append(AppendingProcess.request(entry.getKey())))
                        .isEqualTo(new AppendResult.Duplicate(inbox.uidValidity(), entry.getValue()));
            }
            // The next one gets the next UID.
            int number = firstNumber++;
            assertThat(store.append(AppendingProcess.request(number)))
                    .isInstanceOfSatisfying(AppendResult.Appended.class, a -> {
                        assertThat(a.uid()).isEqualTo(inbox.uidNext());
                        acknowledged.put(number, a.uid());
                    });
            store.sweep();
            assertThat(Orphans.count(store.tables()))
                    .as("chunks that belong to nothing")
                    .isZero();
        }
    }
}
