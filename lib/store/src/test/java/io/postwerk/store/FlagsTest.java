package io.postwerk.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postwerk.store.Flags.FlagChange;
import io.postwerk.store.Flags.SystemFlag;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlagsTest {
    @Test
    void keywordsCompareWithoutRegardToCase() {
        Flags lower = Flags.of(List.of(SystemFlag.SEEN), List.of("$junk", "a"));
        Flags upper = Flags.of(List.of(SystemFlag.SEEN), List.of("A", "$JUNK"));
        assertThat(lower).isEqualTo(upper).hasSameHashCodeAs(upper);
        assertThat(lower.changed(FlagChange.REMOVE, upper)).isEqualTo(Flags.NONE);
        assertThat(lower.changed(FlagChange.ADD, upper)).isEqualTo(lower);
        assertThat(lower).isNotEqualTo(Flags.of(List.of(), List.of("$junk", "a")));
    }

    @Test
    void lookLikeImap() {
        assertThat(Flags.NONE).hasToString("()");
        assertThat(Flags.of(SystemFlag.SEEN)).hasToString("(\\Seen)");
        assertThat(Flags.of(List.of(SystemFlag.DRAFT, SystemFlag.ANSWERED), List.of("b", "a")))
                .hasToString("(\\Answered \\Draft a b)");
        assertThat(SystemFlag.ofImapName("\\SEEN")).contains(SystemFlag.SEEN);
        assertThat(SystemFlag.ofImapName("\\Recent")).isEmpty();
        assertThat(SystemFlag.ofImapName("Seen")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\\Seen", "a b", "a(", "a)", "a{", "a%", "a*", "a\"", "a]", "a\u0001", "ä"})
    void someThingsAreNoKeywords(String text) {
        assertThat(Flags.isKeyword(text)).isFalse();
        assertThatThrownBy(() -> Flags.of(List.of(), List.of(text))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keywordsAreAtoms() {
        assertThat(Flags.isKeyword("$MDNSent")).isTrue();
        assertThat(Flags.isKeyword("NonJunk[1")).isTrue();
        assertThat(Flags.isKeyword("a".repeat(255))).isTrue();
        assertThat(Flags.isKeyword("a".repeat(256))).isFalse();
    }
}
