package io.postwerk.authsidecar.lookup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserMaskTest {

    @ParameterizedTest
    @CsvSource({
        "*, alice@example.org, true",
        "'', '', true",
        "'', a, false",
        "*, '', true",
        "?, '', false",
        "ALICE@*, alice@example.org, true",
        "*@example.org, alice@example.org, true",
        "*@example.com, alice@example.org, false",
        "a?ice@*, alice@example.org, true",
        "a??ice@*, alice@example.org, false",
        "*a*a*, banana, true",
        "*a*x*, banana, false",
        "**, x, true",
        "a.c, abc, false",
    })
    void fits(String mask, String name, boolean fits) {
        assertThat(new UserMask(mask).fits(name)).isEqualTo(fits);
    }

    @Test
    void agreesWithARegularExpression() {
        var random = new Random(3);
        for (int round = 0; round < 20_000; round++) {
            String mask = random(random, "ab*?", 6);
            String name = random(random, "ab", 8);
            boolean expected = Pattern.matches(mask.replace("*", ".*").replace("?", "."), name);
            assertThat(new UserMask(mask).fits(name)).as(mask + " and " + name).isEqualTo(expected);
        }
    }

    private static String random(Random random, String alphabet, int most) {
        var text = new StringBuilder();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
