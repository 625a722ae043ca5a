package io.postwerk.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SaslPrepTest {

    /** The examples of RFC 4013 3, and one of each mapping of RFC 4013 2.1 and 2.2. */
    @ParameterizedTest
    @CsvSource({
        "I\u00ADX, IX",
        "user, user",
        "USER, USER",
        "\u00AA, a",
        "\u2168, IX",
        "a\u00A0b, a b",
        "a\u3000b, a b",
        "a\u200Bb, a b",
        "a\uFEFFb, ab",
        "\uFB01x, fix",
        "e\u0301, \u00E9",
        "\u00E9, \u00E9",
        "\u0627\u0628, \u0627\u0628",
        "\u06271\u0628, \u06271\u0628",
        "\uD83D\uDE00, \uD83D\uDE00",
        "\u00AD, ''",
        "\uFEFF\u200D, ''",
    })
    void prepares(String given, String prepared) throws SaslPrepException {
        assertThat(SaslPrep.query(given)).isEqualTo(prepared);
        assertThat(SaslPrep.stored(given)).isEqualTo(prepared);
    }

    /** One of each table of RFC 3454 C (RFC 4013 2.3), and RFC 4013 2.4; the first two are examples of RFC 4013 3. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0007",
                "\u06271",
                "a\0b",
                "a\u007F",
                "a\u0085",
                "a\u06DD",
                "a\u2028",
                "a\u2062",
                "a\uE000",
                "\uDB80\uDC00",
                "a\uFFFE",
                "a\uFDD0",
                "a\uD800",
                "a\uFFF9",
                "a\uFFFD",
                "a\u2FF0",
                "a\u200E",
                "a\u202E",
                "a\u206A",
                "\uDB40\uDC01",
                "\uDB40\uDC41",
                "\u0627a\u0628",
                "\u0627\u0628a",
            })
    void refuses(String given) {
        assertThatThrownBy(() -> SaslPrep.query(given)).isInstanceOf(SaslPrepException.class);
    }

    /** RFC 4013 2.5. */
    @Test
    void unassignedCodePointsAreRefusedOnlyWhereAStringIsKept() throws SaslPrepException {
        String unassigned = "a\u0378";
        assertThat(SaslPrep.query(unassigned)).isEqualTo(unassigned);
        assertThatThrownBy(() -> SaslPrep.stored(unassigned)).isInstanceOf(SaslPrepException.class);
    }

    @Test
    void theMessageNeverShowsTheString() {
        assertThatThrownBy(() -> SaslPrep.query("secret\u0007")).hasMessageNotContaining("secret");
    }

    @Test
    void whatIsPreparedStaysAsItIs() {
        var random = new Random(4013);
        for (int round = 0; round < 20_000; round++) {
            String given = randomText(random);
            try {
                String once = SaslPrep.query(given);
                assertThat(SaslPrep.query(once)).isEqualTo(once);
            } catch (SaslPrepException e) {
                assertThat(e).hasMessageNotContaining(given.isBlank() ? "\0" : given);
            }
        }
    }

    private static String randomText(Random random) {
        var text = new StringBuilder();
        int length = 1 + random.nextInt(6);
        for (int i = 0; i < length; i++) {
            int limit = random.nextBoolean() ? 0x700 : 0x20000;
            text.appendCodePoint(random.nextInt(limit));
        }
        return text.toString();
    }
}
