package io.postwerk.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class UidSetTest {
    @Test
    void joinsWhatMeets() {
        assertThat(UidSet.of(3, 1, 2, 7, 5)).hasToString("1:3,5,7");
        assertThat(UidSet.of(List.of(new UidSet.Range(5, 9), new UidSet.Range(1, 4))))
                .hasToString("1:9");
        assertThat(UidSet.of(1, 1, 1)).hasToString("1");
        assertThat(UidSet.of()).isEqualTo(UidSet.EMPTY).hasToString("");
        assertThat(UidSet.ALL.size()).isEqualTo(UidSet.MAX_UID);
        assertThat(UidSet.ALL.contains(UidSet.MAX_UID)).isTrue();
        assertThat(UidSet.ALL.union(UidSet.of(5))).isEqualTo(UidSet.ALL);
    }

    @Test
    void refusesWhatIsNoUid() {
        assertThatThrownBy(() -> UidSet.of(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> UidSet.of(UidSet.MAX_UID + 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> UidSet.range(5, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new UidSet.Builder().add(5).add(4)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(UidSet.EMPTY::first).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(UidSet.EMPTY::last).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void isASet() {
        Random random = new Random(9);
        for (int round = 0; round < 2_000; round++) {
            TreeSet<Long> model = new TreeSet<>();
            List<UidSet.Range> ranges = new ArrayList<>();
            for (int i = random.nextInt(8); i > 0; i--) {
                long first = 1 + random.nextInt(40);
                long last = first + random.nextInt(4);
                ranges.add(new UidSet.Range(first, last));
                for (long uid = first; uid <= last; uid++) {
                    model.add(uid);
                }
            }
            UidSet set = UidSet.of(ranges);
            assertThat(set).containsExactlyElementsOf(model);
            assertThat(set.size()).isEqualTo(model.size());
            for (long uid = 0; uid < 50; uid++) {
                assertThat(set.contains(uid)).isEqualTo(model.contains(uid));
            }
            if (!model.isEmpty()) {
                assertThat(set.first()).isEqualTo(model.first());
                assertThat(set.last()).isEqualTo(model.last());
            }
            long[] one =
                    model.stream().filter(u -> u % 2 == 0).mapToLong(u -> u).toArray();
            long[] two =
                    model.stream().filter(u -> u % 2 == 1).mapToLong(u -> u).toArray();
            assertThat(UidSet.of(one).union(UidSet.of(two))).isEqualTo(set).hasSameHashCodeAs(set);
        }
    }
}
