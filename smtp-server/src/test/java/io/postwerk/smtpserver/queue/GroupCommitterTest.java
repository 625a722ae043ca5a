package io.postwerk.smtpserver.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GroupCommitterTest {
    /** An engine whose every write waits until the test lets it through. */
    private static final class Gate implements GroupCommitter.Engine<String> {
        final List<String> log = new ArrayList<>();
        final Semaphore entered = new Semaphore(0);
        final Semaphore permitted = new Semaphore(0);
        volatile boolean broken;

        @Override
        public void write(List<String> batch, boolean sync) throws Exception {
            entered.release();
            permitted.acquire();
            if (broken) {
                throw new IOException("no space left");
            }
            synchronized (log) {
                log.add(batch + (sync ? " synced" : " written"));
            }
        }
    }

    private final Gate gate = new Gate();

    private GroupCommitter<String> committer(long maxWaiting) {
        return new GroupCommitter<>("test-commit", gate, RocksMailQueueTest.SILENT, maxWaiting);
    }

    @Test
    void completesAfterTheSyncAndNotBefore() throws Exception {
        try (GroupCommitter<String> committer = committer(100)) {
            CompletableFuture<Void> first = committer.submit("a", true, 1);
            gate.entered.acquire();
            assertThat(first).isNotDone();
            gate.permitted.release();
            first.get(10, TimeUnit.SECONDS);
            assertThat(gate.log).containsExactly("[a] synced");
        }
    }

    @Test
    void oneSyncServesAllThatCollectedMeanwhile() throws Exception {
        try (GroupCommitter<String> committer = committer(100)) {
            CompletableFuture<Void> first = committer.submit("a", false, 1);
            gate.entered.acquire();
            List<CompletableFuture<Void>> rest = new ArrayList<>();
            for (String intent : List.of("b", "c", "d")) {
                rest.add(committer.submit(intent, intent.equals("c"), 1));
            }
            gate.permitted.release(2);
            first.get(10, TimeUnit.SECONDS);
            for (CompletableFuture<Void> done : rest) {
                done.get(10, TimeUnit.SECONDS);
            }
            assertThat(gate.log).containsExactly("[a] written", "[b, c, d] synced");
        }
    }

    @Test
    void aFailedWriteFailsItsBatchAndNoOther() throws Exception {
        try (GroupCommitter<String> committer = committer(100)) {
            gate.broken = true;
            CompletableFuture<Void> failed = committer.submit("a", true, 1);
            gate.permitted.release();
            assertThatThrownBy(() -> failed.get(10, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(QueueException.class)
                    .rootCause()
                    .hasMessage("no space left");
            gate.broken = false;
            CompletableFuture<Void> next = committer.submit("b", true, 1);
            gate.permitted.release();
            next.get(10, TimeUnit.SECONDS);
            assertThat(gate.log).containsExactly("[b] synced");
        }
    }

    @Test
    void holdsSubmittersBackWhileTooMuchWaits() throws Exception {
        try (GroupCommitter<String> committer = committer(10)) {
            committer.submit("a", true, 10);
            gate.entered.acquire();
            committer.submit("b", true, 10);
            CountDownLatch through = new CountDownLatch(1);
            Thread third = Thread.ofVirtual().start(() -> {
                try {
                    committer.submit("c", true, 10);
                    through.countDown();
                } catch (QueueException e) {
                    throw new AssertionError(e);
                }
            });
            while (third.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            assertThat(through.getCount()).isEqualTo(1);
            gate.permitted.release(3);
            assertThat(through.await(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(gate.log).containsExactly("[a] synced", "[b] synced", "[c] synced");
    }

    @Test
    void closesTheBatchWhenItIsLarge() throws Exception {
        try (GroupCommitter<String> committer = committer(1L << 30)) {
            committer.submit("a", true, 1);
            gate.entered.acquire();
            committer.submit("b", true, 3 << 20);
            committer.submit("c", true, 3 << 20);
            committer.submit("d", true, 1);
            gate.permitted.release(3);
        }
        assertThat(gate.log).containsExactly("[a] synced", "[b] synced", "[c, d] synced");
    }

    @Test
    void writesWhatWaitsWhenItIsClosed() throws Exception {
        GroupCommitter<String> committer = committer(100);
        gate.permitted.release(100);
        List<CompletableFuture<Void>> done = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            done.add(committer.submit("i" + i, true, 1));
        }
        committer.close();
        assertThat(done).allSatisfy(future -> assertThat(future).isCompleted());
        assertThatThrownBy(() -> committer.submit("late", true, 1)).isInstanceOf(QueueException.class);
    }
}
