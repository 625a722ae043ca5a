package io.postwerk.store;

import static io.postwerk.store.StoreUnderTest.name;
import static io.postwerk.store.StoreUnderTest.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.store.Flags.FlagChange;
import io.postwerk.store.Flags.SystemFlag;
import io.postwerk.store.Folder.FolderId;
import io.postwerk.store.QuotaLimits.MailboxUsage;
import io.postwerk.store.StoreResult.AppendResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Many sessions at once. */
public interface ConcurrencyContract extends StoreUnderTest {
    private static <T> List<T> together(List<Callable<T>> tasks) throws InterruptedException, ExecutionException {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> results = new ArrayList<>();
            for (Future<T> future : executor.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        }
    }

    @Test
    default void concurrentAppendsGetDifferentUids() throws Exception {
        List<Callable<List<Long>>> tasks = new ArrayList<>();
        for (int t = 0; t < 20; t++) {
            int thread = t;
            tasks.add(() -> {
                List<Long> uids = new ArrayList<>();
                for (int i = 0; i < 50; i++) {
                    uids.add(append(INBOX, thread + "/" + i).uid());
                }
                return uids;
            });
        }
        Set<Long> all = new HashSet<>();
        for (List<Long> uids : together(tasks)) {
            assertThat(uids).isSorted();
            all.addAll(uids);
        }
        assertThat(all).hasSize(1000);
        assertThat(folder(INBOX).uidNext()).isEqualTo(1001);
        assertThat(uids(INBOX)).hasSize(1000).isSorted();
    }

    @Test
    default void oneOfManyReplaysWins() throws Exception {
        List<Callable<AppendResult>> tasks = new ArrayList<>();
        for (int t = 0; t < 30; t++) {
            int delivery = t % 3;
            tasks.add(() -> store().append(StoreUnderTest.delivery(ALICE, "x", "d" + delivery)));
        }
        List<AppendResult> results = together(tasks);
        assertThat(results.stream().filter(AppendResult.Appended.class::isInstance))
                .hasSize(3);
        assertThat(results.stream().filter(AppendResult.Duplicate.class::isInstance))
                .hasSize(27);
        assertThat(uids(INBOX)).hasSize(3);
    }

    @Test
    default void recentIsClaimedOnce() throws Exception {
        fill(1);
        FolderId inbox = id(INBOX);
        List<Callable<UidSet>> tasks = new ArrayList<>();
        for (int t = 0; t < 10; t++) {
            tasks.add(() -> {
                UidSet mine = UidSet.EMPTY;
                for (int i = 0; i < 20; i++) {
                    append(INBOX, "x");
                    mine = mine.union(store().claimRecent(ALICE, inbox));
                }
                return mine;
            });
        }
        long claimed = 0;
        UidSet all = UidSet.EMPTY;
        for (UidSet mine : together(tasks)) {
            claimed += mine.size();
            all = all.union(mine);
        }
        assertThat(claimed).isEqualTo(201);
        assertThat(all).isEqualTo(UidSet.range(1, 201));
    }

    @Test
    default void aSessionThatFollowsChangesEndsUpWithTheTruth() throws Exception {
        create("other");
        fill(50);
        FolderId inbox = id(INBOX);
        FolderId other = id(name("other"));
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int t = 0; t < 6; t++) {
            Random random = new Random(t);
            tasks.add(() -> {
                for (int i = 0; i < 60; i++) {
                    UidSet some = UidSet.of(1 + random.nextInt(200), 1 + random.nextInt(200));
                    switch (random.nextInt(6)) {
                        case 0, 1 -> append(INBOX, "x");
                        case 2 ->
                            store().storeFlags(
                                            ALICE,
                                            inbox,
                                            some,
                                            FlagChange.values()[random.nextInt(3)],
                                            Flags.of(
                                                    List.of(SystemFlag.values()[random.nextInt(5)]),
                                                    List.of("k" + random.nextInt(9))));
                        case 3 -> store().expunge(ALICE, inbox, some);
                        case 4 -> store().move(ALICE, inbox, some, name("other"));
                        default -> store().copy(ALICE, other, some, INBOX, QuotaLimits.NONE);
                    }
                }
                return null;
            });
        }
        Follower follower = new Follower(store(), ALICE, inbox);
        tasks.add(() -> {
            for (int i = 0; i < 100; i++) {
                follower.update();
                Thread.yield();
            }
            return null;
        });
        together(tasks);
        follower.update();
        follower.compare(look(INBOX));
        long octets = store().folders(ALICE).stream().mapToLong(Folder::octets).sum();
        long messages =
                store().folders(ALICE).stream().mapToLong(Folder::messages).sum();
        assertThat(store().usage(ALICE)).isEqualTo(new MailboxUsage(octets, messages));
        assertThat(look(INBOX).count()).isEqualTo(folder(INBOX).messages());
        assertThat(store().append(request(ALICE, INBOX, "last", Flags.NONE))).isInstanceOf(AppendResult.Appended.class);
    }
}
