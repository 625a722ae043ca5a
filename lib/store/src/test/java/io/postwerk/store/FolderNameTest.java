package io.postwerk.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FolderNameTest {
    @ParameterizedTest
    @CsvSource({
        "INBOX, INBOX",
        "inBox, INBOX",
        "Inbox/Sub, INBOX/Sub",
        "inboxes, inboxes",
        "a/inbox, a/inbox",
        "\u0131nbox, \u0131nbox",
        "Entw\u0075\u0308rfe, Entw\u00FCrfe",
        "a b/c.d, a b/c.d",
        "~peter/mail/台北, ~peter/mail/台北",
    })
    void hasOneSpelling(String text, String value) {
        FolderName name = FolderName.parse(text).orElseThrow();
        assertThat(name.value()).isEqualTo(value);
        assertThat(FolderName.parse(value)).contains(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/", "a/", "/a", "a//b", "a*", "50%", "a\u0000", "a\r\nb", "a\u0085", "a\u2028b", "a\uD800"})
    void refusesWhatIsNone(String text) {
        assertThat(FolderName.parse(text)).isEmpty();
    }

    @Test
    void hasLimits() {
        assertThat(FolderName.parse("a".repeat(255))).isPresent();
        assertThat(FolderName.parse("a".repeat(256))).isEmpty();
        assertThat(FolderName.parse("ü".repeat(128))).isEmpty();
        assertThat(FolderName.parse("a/".repeat(31) + "a")).isPresent();
        assertThat(FolderName.parse("a/".repeat(32) + "a")).isEmpty();
        assertThat(FolderName.parse(("a".repeat(249) + "/").repeat(4))).isEmpty();
        assertThat(FolderName.parse(("a".repeat(249) + "/").repeat(3) + "a".repeat(250)))
                .isPresent();
        assertThat(FolderName.parse(("a".repeat(249) + "/").repeat(3) + "a".repeat(251)))
                .isEmpty();
    }

    @Test
    void knowsItsPlace() {
        FolderName name = FolderName.parse("a/b/c").orElseThrow();
        FolderName a = FolderName.parse("a").orElseThrow();
        assertThat(name.parent().orElseThrow().value()).isEqualTo("a/b");
        assertThat(a.parent()).isEmpty();
        assertThat(name.ancestors()).extracting(FolderName::value).containsExactly("a", "a/b");
        assertThat(name.isBelow(a)).isTrue();
        assertThat(a.isBelow(a)).isFalse();
        assertThat(FolderName.parse("ab").orElseThrow().isBelow(a)).isFalse();
        assertThat(name.moved(a, FolderName.parse("x/y").orElseThrow())
                        .orElseThrow()
                        .value())
                .isEqualTo("x/y/b/c");
        assertThat(name.moved(a, FolderName.INBOX).orElseThrow().value()).isEqualTo("INBOX/b/c");
        assertThat(name.moved(a, FolderName.parse("x".repeat(255)).orElseThrow()))
                .isPresent();
    }

    @Test
    void constructorTakesTheOneSpellingOnly() {
        assertThatThrownBy(() -> new FolderName("inbox")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FolderName("a//b")).isInstanceOf(IllegalArgumentException.class);
    }
}
