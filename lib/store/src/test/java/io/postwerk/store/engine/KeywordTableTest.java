package io.postwerk.store.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.store.Flags;
import io.postwerk.store.Flags.SystemFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeywordTableTest {
    @Test
    void flagsAreBitsAndBack() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < StoreLimits.KEYWORDS; i++) {
            names.add("word" + i);
        }
        KeywordTable table = KeywordTable.EMPTY.with(names).orElseThrow();
        Random random = new Random(8);
        for (int round = 0; round < 1000; round++) {
            List<SystemFlag> system = new ArrayList<>(List.of(SystemFlag.values()));
            system.removeIf(f -> random.nextBoolean());
            List<String> keywords = new ArrayList<>(names);
            keywords.removeIf(k -> random.nextInt(4) > 0);
            Flags flags = Flags.of(system, keywords);
            assertThat(table.flags(table.bits(flags))).isEqualTo(flags);
        }
        assertThat(table.takesMore()).isFalse();
        assertThat(table.with(List.of("one-more"))).isEmpty();
        assertThat(table.with(List.of("WORD55"))).contains(table);
    }

    @Test
    void knowsNothingOfOtherKeywords() {
        KeywordTable table = KeywordTable.EMPTY.with(List.of("a")).orElseThrow();
        assertThat(table.bits(Flags.of(List.of(), List.of("b")))).isZero();
        assertThat(table.flags(table.bits(Flags.of(List.of(SystemFlag.SEEN), List.of("A", "b")))))
                .hasToString("(\\Seen a)");
    }
}
