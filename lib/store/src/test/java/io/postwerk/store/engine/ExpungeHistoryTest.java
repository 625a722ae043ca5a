package io.postwerk.store.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.store.UidSet;
import org.junit.jupiter.api.Test;

class ExpungeHistoryTest {
    @Test
    void tellsWhatWasRemovedSince() {
        ExpungeHistory removals = new ExpungeHistory(5);
        removals.add(7, UidSet.of(1, 2));
        removals.add(9, UidSet.of(3));
        removals.add(9, UidSet.of(3));
        removals.add(8, UidSet.of(99));
        assertThat(removals.since(4)).isEmpty();
        assertThat(removals.since(5)).contains(UidSet.range(1, 3));
        assertThat(removals.since(7)).contains(UidSet.of(3));
        assertThat(removals.since(9)).contains(UidSet.EMPTY);
        assertThat(removals.forgottenUpTo()).isEqualTo(5);
    }

    @Test
    void forgetsTheOldestFirst() {
        ExpungeHistory removals = new ExpungeHistory(0);
        for (int i = 1; i <= StoreLimits.REMEMBERED_REMOVALS; i++) {
            assertThat(removals.nextToForget()).isEmpty();
            assertThat(removals.add(10 + i, UidSet.of(i))).isEmpty();
        }
        assertThat(removals.nextToForget()).contains(new ExpungeHistory.Removal(11, UidSet.of(1)));
        assertThat(removals.add(5000, UidSet.of(7777))).contains(new ExpungeHistory.Removal(11, UidSet.of(1)));
        assertThat(removals.since(10)).isEmpty();
        assertThat(removals.since(11).orElseThrow().size()).isEqualTo(StoreLimits.REMEMBERED_REMOVALS);
    }
}
