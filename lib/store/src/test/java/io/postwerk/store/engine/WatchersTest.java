package io.postwerk.store.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.store.Folder.FolderId;
import io.postwerk.store.MailboxId;
import io.postwerk.store.MailboxStore.FolderChange;
import io.postwerk.store.MailboxStore.Watch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class WatchersTest {
    private static final MailboxId ALICE = new MailboxId("alice");

    private final Watchers watchers = new Watchers();

    private static FolderChange change(int folder) {
        return new FolderChange(ALICE, new FolderId(folder), FolderChange.Kind.MESSAGES);
    }

    @Test
    void changesAreToldInOrderWhoeverTellsThem() throws InterruptedException {
        List<Long> told = new ArrayList<>();
        try (Watch ignored = watchers.add(ALICE, c -> told.add(c.folder().value()))) {
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                threads.add(Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < 2000; i++) {
                        watchers.tell();
                    }
                }));
            }
            for (int i = 1; i <= 5000; i++) {
                watchers.announce(change(i));
                watchers.tell();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            watchers.tell();
            assertThat(told).hasSize(5000).isSorted();
        }
    }

    @Test
    void aWatcherMayCauseFurtherChanges() {
        List<Long> told = new ArrayList<>();
        try (Watch ignored = watchers.add(ALICE, c -> {
            told.add(c.folder().value());
            if (c.folder().value() < 10) {
                watchers.announce(change((int) c.folder().value() + 1));
                watchers.tell();
            }
        })) {
            watchers.announce(change(1));
            watchers.tell();
            assertThat(told).hasSize(10).isSorted();
        }
    }

    @Test
    void aWatcherThatFailsHarmsNoOther() {
        List<Long> told = new ArrayList<>();
        try (Watch ignored = watchers.add(ALICE, c -> {
                    throw new StackOverflowError("too deep");
                });
                Watch other = watchers.add(ALICE, c -> told.add(c.folder().value()))) {
            for (int i = 1; i <= 3; i++) {
                watchers.announce(change(i));
                watchers.tell();
            }
            assertThat(told).containsExactly(1L, 2L, 3L);
        }
    }
}
