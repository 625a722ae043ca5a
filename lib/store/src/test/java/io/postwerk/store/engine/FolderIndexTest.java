package io.postwerk.store.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.store.Flags.MessageFlags;
import io.postwerk.store.UidSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FolderIndexTest {
    private static MessageRow row(long uid, long modSeq, long flags) {
        return new MessageRow(uid, modSeq, flags, (int) uid * 3, UidSet.MAX_UID - uid, uid * 7);
    }

    @Test
    void holdsWhatAMapHolds() {
        Random random = new Random(6);
        for (int round = 0; round < 200; round++) {
            FolderIndex index = new FolderIndex();
            TreeMap<Long, MessageRow> model = new TreeMap<>();
            long next = 1;
            for (int step = 0; step < 60; step++) {
                UidSet some = UidSet.of(1 + random.nextInt(60), 1 + random.nextInt(60), 1 + random.nextInt(60));
                switch (random.nextInt(4)) {
                    case 0, 1 -> {
                        next += random.nextInt(3);
                        MessageRow row = row(next++, step, random.nextLong());
                        index.add(row);
                        // Again, and one that comes too late: ignored.
                        index.add(row(row.uid(), 99, 99));
                        model.put(row.uid(), row);
                    }
                    case 2 -> {
                        long flags = random.nextLong();
                        for (long uid : some) {
                            index.update(uid, 1000 + step, flags);
                            int at = step;
                            model.computeIfPresent(uid, (u, r) -> r.withFlags(1000 + at, flags));
                        }
                    }
                    default -> {
                        index.remove(some);
                        index.remove(some);
                        some.forEach(model::remove);
                    }
                }
            }
            assertThat(index.count()).isEqualTo(model.size());
            assertThat(index.find(UidSet.ALL)).containsExactlyElementsOf(model.values());
            UidSet some = UidSet.of(List.of(new UidSet.Range(3, 9), new UidSet.Range(20, 44)));
            assertThat(index.find(some))
                    .containsExactlyElementsOf(model.values().stream()
                            .filter(r -> some.contains(r.uid()))
                            .toList());
            assertThat(index.countBelow(20)).isEqualTo(model.headMap(20L).size());
            assertThat(index.uidsFrom(5, 30))
                    .containsExactlyElementsOf(model.subMap(5L, 30L).keySet());
            List<Long> changed = new ArrayList<>();
            model.headMap(40L).values().stream().filter(r -> r.modSeq() > 30).forEach(r -> changed.add(r.uid()));
            assertThat(index.changedSince(
                            30, 40, KeywordTable.EMPTY.with(keywords()).orElseThrow()))
                    .extracting(MessageFlags::uid)
                    .containsExactlyElementsOf(changed);
        }
    }

    private static List<String> keywords() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < StoreLimits.KEYWORDS; i++) {
            names.add("k" + i);
        }
        return names;
    }

    @Test
    void uidsReachToTheirGreatest() {
        FolderIndex index = new FolderIndex();
        index.add(row(0x7FFF_FFFFL, 1, 0));
        index.add(row(0x8000_0000L, 1, 0));
        index.add(row(UidSet.MAX_UID, 1, 0));
        assertThat(index.uidsFrom(1, UidSet.MAX_UID + 1)).hasSize(3);
        assertThat(index.find(UidSet.of(UidSet.MAX_UID))).hasSize(1);
        assertThat(index.countBelow(UidSet.MAX_UID)).isEqualTo(2);
    }
}
