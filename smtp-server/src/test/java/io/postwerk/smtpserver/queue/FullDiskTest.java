package io.postwerk.smtpserver.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.mail.MailId;
import io.postwerk.mail.MessageSource;
import io.postwerk.rocksdb.CommitObserver;
import io.postwerk.rocksdb.DiskReserve;
import io.postwerk.testkit.SmallDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A full disk refuses mail, loses nothing, and is forgotten as soon as there is room: without a restart. */
@Timeout(180)
class FullDiskTest {
    private static final int THREADS = 8;

    @TempDir
    Path directory;

    /** Sizes of mails that were acknowledged. */
    private final Map<MailId, Integer> acknowledged = new ConcurrentHashMap<>();

    private final List<QueueException> failures = Collections.synchronizedList(new ArrayList<>());
    private final Semaphore recoveries = new Semaphore(0);

    private final CommitObserver observer = new CommitObserver() {
        @Override
        public void recovered() {
            recoveries.release();
        }
    };

    private RocksMailQueue open(Path folder) throws QueueException {
        return RocksMailQueue.open(folder, observer, (id, problem) -> {
            throw new AssertionError(id + ": " + problem);
        });
    }

    private RocksMailQueue open(Path folder, DiskReserve.Settings reserve) throws QueueException {
        return RocksMailQueue.open(folder, Optional.of(reserve), observer, (id, problem) -> {
            throw new AssertionError(id + ": " + problem);
        });
    }

    /** Cannot be compressed. */
    private static byte[] octets(int size) {
        byte[] octets = new byte[size];
        new Random(size).nextBytes(octets);
        return octets;
    }

    private void add(MailQueue queue, int size) {
        QueuedMail mail = QueueFixtures.mail(size, "alice@example.org", "bob@example.org");
        try {
            queue.commit(QueueFixtures.added(mail, MessageSource.of(octets(size))));
            acknowledged.put(mail.id(), size);
        } catch (QueueException e) {
            failures.add(e);
        }
    }

    private void addUntilRefused(MailQueue queue) throws InterruptedException {
        int[] sizes = {0, 4_000, 70_000, 300_000, 1_500_000};
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int start = i;
            threads.add(Thread.ofVirtual().start(() -> {
                for (int j = start; failures.isEmpty(); j++) {
                    add(queue, sizes[j % sizes.length]);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void verify(MailQueue queue) throws Exception {
        List<MailId> found = new ArrayList<>();
        queue.forEach(mail -> found.add(mail.id()));
        assertThat(found).containsExactlyInAnyOrderElementsOf(acknowledged.keySet());
        for (Map.Entry<MailId, Integer> entry : acknowledged.entrySet()) {
            QueuedMail mail = queue.find(entry.getKey()).orElseThrow();
            try (MessageSource body = queue.body(mail)) {
                assertThat(body.readAll()).isEqualTo(octets(entry.getValue()));
            }
        }
    }

    /** What is reserved serves the mails that are there: on the full disk the queue opens, tries them, and takes new ones once they are gone. */
    @Test
    void deliversOutOfTheReserveAndTakesMailAgain() throws Exception {
        Path mount = Files.createDirectory(directory.resolve("disk"));
        DiskReserve.Settings reserve = new DiskReserve.Settings(Optional.of(64L << 20), 32L << 20);
        try (SmallDisk disk = SmallDisk.mount(mount, 200)) {
            Path folder = Files.createDirectory(disk.path().resolve("queue"));
            // They would be there after some seconds.
            Files.write(folder.resolve("ballast"), octets(24 << 20));
            Files.write(folder.resolve("ballast-open"), octets(8 << 20));
            try (RocksMailQueue queue = open(folder, reserve)) {
                while (queue.hasRoomFor(300_000)) {
                    add(queue, 300_000);
                }
                assertThat(failures).isEmpty();
            }
            disk.fillUp();
            try (RocksMailQueue queue = open(folder, reserve)) {
                assertThat(folder.resolve("ballast")).doesNotExist();
                assertThat(folder.resolve("ballast-open")).exists();
                verify(queue);
                assertThat(queue.hasRoomFor(0)).isFalse();
                List<QueuedMail> mails = new ArrayList<>();
                queue.forEach(mails::add);
                for (QueuedMail mail : mails) {
                    QueuedRecipient recipient = mail.recipients().getFirst();
                    queue.commit(new QueueChange.Builder()
                            .update(mail.id(), recipient)
                            .build());
                    queue.commit(new QueueChange.Builder()
                            .remove(mail.id(), recipient.index())
                            .finish(mail.id(), mail.octets())
                            .build());
                }
                acknowledged.clear();
                while (!queue.hasRoomFor(300_000)) {
                    LockSupport.parkNanos(100_000_000);
                    assertThat(Thread.currentThread().isInterrupted())
                            .as("too late")
                            .isFalse();
                }
                add(queue, 300_000);
                assertThat(failures).isEmpty();
                verify(queue);
            }
        }
    }

    /** With little room the log cannot grow, with more it is a table or blob file that cannot. */
    @ParameterizedTest
    @ValueSource(ints = {10, 40})
    void refusesAndRecovers(int mebibytes) throws Exception {
        Path mount = Files.createDirectory(directory.resolve("disk"));
        try (SmallDisk disk = SmallDisk.mount(mount, 100)) {
            Path folder = disk.path().resolve("queue");
            try (RocksMailQueue queue = open(folder)) {
                add(queue, 10);
                disk.fill(mebibytes);
                addUntilRefused(queue);
                // It may have been a body that was written ahead: now the committer sees it too.
                add(queue, 10);
                assertThat(failures).allMatch(QueueException::isFull);
                assertThat(queue.broken()).isEmpty();
                verify(queue);
                SmallDisk.copy(folder, directory.resolve("killed-while-full"));
                int before = acknowledged.size();

                // Nobody comes, and all the same it is seen that there is room again.
                disk.empty();
                assertThat(recoveries.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
                failures.clear();
                for (int i = 0; i < 20; i++) {
                    add(queue, 1_000 + i);
                }
                add(queue, 1_500_000);
                assertThat(failures).isEmpty();
                assertThat(acknowledged).hasSize(before + 21);
                verify(queue);
                SmallDisk.copy(folder, directory.resolve("killed-after"));
            }
            try (RocksMailQueue queue = open(folder)) {
                verify(queue);
            }
        }
        try (RocksMailQueue queue = open(directory.resolve("killed-after"))) {
            verify(queue);
        }
        try (RocksMailQueue queue = open(directory.resolve("killed-while-full"))) {
            List<MailId> found = new ArrayList<>();
            queue.forEach(mail -> found.add(mail.id()));
            assertThat(acknowledged.keySet()).containsAll(found);
            assertThat(found).hasSizeGreaterThanOrEqualTo(acknowledged.size() - 21);
        }
    }
}
