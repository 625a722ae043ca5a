package io.postwerk.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.net.MemoryBudget.Use;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Shares of the memory: below, at and above each limit. */
@Timeout(60)
class MemoryBudgetTest {

    private static final int CHUNK = MemoryBudget.CHUNK;

    /** 64 chunks are shared, so that the ceilings are 32, 48 and 64 chunks. */
    private final MemoryBudget budget = MemoryBudget.of(128 * CHUNK);

    @ParameterizedTest(name = "{1} chunks for {0}: {2}")
    @CsvSource({
        "SPOOL, 7, true", "SPOOL, 8, true", "SPOOL, 9, false",
        "BUFFER, 11, true", "BUFFER, 12, true", "BUFFER, 13, false",
        "COMMAND, 15, true", "COMMAND, 16, true", "COMMAND, 17, false",
    })
    void oneAccountMayHoldAQuarterOfWhatIsFreeBelowTheCeiling(Use use, int chunks, boolean allowed) {
        MemoryAccount account = MemoryAccount.of(budget);
        assertThat(account.tryTake(use, MemoryBudget.OWN + chunks * CHUNK)).isEqualTo(allowed);
        assertThat(budget.used()).isEqualTo(allowed ? (long) chunks * CHUNK : 0);
        account.close();
        assertThat(budget.used()).isZero();
    }

    @ParameterizedTest(name = "{0} octets reserve {1} chunks")
    @CsvSource({"16383, 0", "16384, 0", "16385, 1", "32768, 1", "32769, 2"})
    void whatAConnectionHasOfItsOwnReservesNothing(int octets, int chunks) {
        MemoryAccount account = MemoryAccount.of(budget);
        assertThat(account.tryTake(Use.SPOOL, octets)).isTrue();
        assertThat(budget.used()).isEqualTo((long) chunks * CHUNK);
        account.giveBack(octets);
        assertThat(budget.used()).isZero();
    }

    @Test
    void anyNumberOfGreedyOnesLeaveTheSameShareToOneThatComesLater() {
        List<MemoryAccount> greedy = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            greedy.add(MemoryAccount.of(budget));
        }
        boolean some = true;
        while (some) {
            some = false;
            for (MemoryAccount account : greedy) {
                some |= account.tryTake(Use.COMMAND, CHUNK);
            }
        }
        assertThat(budget.used()).isLessThan(64L * CHUNK);
        MemoryAccount late = MemoryAccount.of(budget);
        int chunks = 0;
        while (late.tryTake(Use.COMMAND, CHUNK)) {
            chunks++;
        }
        assertThat(chunks).isGreaterThanOrEqualTo(greedy.getFirst().used() / CHUNK - 1);
    }

    @Test
    void messagesGoToDiskBeforeASessionWaitsAndASessionWaitsBeforeACommandIsRefused() {
        MemoryAccount others = MemoryAccount.of(budget);
        others.count(MemoryBudget.OWN + 32 * CHUNK);
        MemoryAccount account = MemoryAccount.of(budget);
        account.count(MemoryBudget.OWN + 1);
        assertThat(account.trySpool(CHUNK)).isFalse();
        assertThat(account.isOver(Use.BUFFER)).isFalse();
        assertThat(account.tryTake(Use.COMMAND, CHUNK)).isTrue();
        assertThat(budget.spilled()).isEqualTo(1);

        others.count(16 * CHUNK);
        assertThat(account.isOver(Use.BUFFER)).isTrue();
        assertThat(account.tryTake(Use.COMMAND, CHUNK)).isTrue();

        others.count(16 * CHUNK);
        assertThat(account.tryTake(Use.COMMAND, CHUNK)).isFalse();
        assertThat(MemoryAccount.of(budget).isOver(Use.BUFFER))
                .as("one that has little")
                .isFalse();
    }

    @Test
    void connectionsHaveAHalfOfTheirOwn() {
        int most = (int) (budget.limit() / 2 / MemoryBudget.CONNECTION);
        for (int i = 0; i < most; i++) {
            assertThat(budget.tryConnect(MemoryBudget.CONNECTION)).isTrue();
        }
        assertThat(budget.tryConnect(MemoryBudget.CONNECTION)).isFalse();
        assertThat(budget.refused()).isEqualTo(1);
        assertThat(MemoryAccount.of(budget).tryTake(Use.SPOOL, 4 * CHUNK)).isTrue();
        MemoryAccount account = MemoryAccount.ofConnection(budget);
        assertThat(account.trySecure()).as("no memory for TLS").isFalse();
        account.close();
        account.close();
        assertThat(budget.tryConnect(MemoryBudget.CONNECTION)).isTrue();
        assertThat(budget.tryConnect(MemoryBudget.CONNECTION)).isFalse();
    }

    @Test
    void whoWaitsGoesOnWhenAnotherGivesBack() throws Exception {
        MemoryAccount other = MemoryAccount.of(budget);
        other.count(64 * CHUNK);
        List<MemoryAccount> waiters = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Boolean>> taken = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                MemoryAccount waiter = MemoryAccount.of(budget);
                waiters.add(waiter);
                taken.add(CompletableFuture.supplyAsync(() -> take(waiter, Duration.ofMinutes(1)), threads));
            }
            Edge.await("they wait", () -> budget.waiting() == 8);
            other.close();
            for (CompletableFuture<Boolean> one : taken) {
                assertThat(one.get(30, TimeUnit.SECONDS)).isTrue();
            }
        }
        assertThat(budget.waiting()).isZero();
        waiters.forEach(MemoryAccount::close);
        assertThat(budget.used()).isZero();
    }

    @Test
    void whoWaitsInVainIsRefusedAndWhoseConnectionHasEndedIsNot() {
        MemoryAccount other = MemoryAccount.of(budget);
        other.count(80 * CHUNK);
        MemoryAccount waiter = MemoryAccount.of(budget);
        assertThat(take(waiter, Duration.ofMillis(1))).isFalse();
        assertThat(budget.refused()).isEqualTo(1);
        waiter.close();
        assertThat(take(waiter, Duration.ofMillis(1))).isTrue();
    }

    @Test
    void whatIsGivenBackAfterTheEndIsNotGivenBackTwice() {
        MemoryAccount account = MemoryAccount.of(budget);
        account.count(5 * CHUNK);
        account.close();
        account.giveBack(5 * CHUNK);
        account.count(5 * CHUNK);
        assertThat(budget.used()).isZero();
    }

    private static boolean take(MemoryAccount account, Duration timeout) {
        try {
            return account.take(Use.COMMAND, 4 * CHUNK, timeout);
        } catch (InterruptedIOException e) {
            throw new AssertionError(e);
        }
    }

    /** Event loops give back and close while sessions wait for the same account. */
    @Test
    void givingBackNeverWaitsForThoseWhoWait() throws Exception {
        budget.reserve(62 * CHUNK); // So that those who want four chunks wait
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                MemoryAccount account = MemoryAccount.of(budget);
                all.add(CompletableFuture.runAsync(() -> waitFor(account), threads));
                all.add(CompletableFuture.runAsync(
                        () -> {
                            for (int j = 0; j < 200; j++) {
                                account.count(4 * CHUNK);
                                account.giveBack(4 * CHUNK);
                            }
                            account.close();
                        },
                        threads));
            }
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(50, TimeUnit.SECONDS);
        }
    }

    private static void waitFor(MemoryAccount account) {
        try {
            for (int j = 0; j < 20; j++) {
                if (account.take(Use.COMMAND, 4 * CHUNK, Duration.ofMillis(5))) {
                    account.giveBack(4 * CHUNK);
                }
            }
        } catch (InterruptedIOException e) {
            throw new IllegalStateException(e);
        }
    }
}
