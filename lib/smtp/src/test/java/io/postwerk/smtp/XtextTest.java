package io.postwerk.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3461 4. */
class XtextTest {
    @ParameterizedTest
    @CsvSource({"e+3Dmc2@example.com,e=mc2@example.com", "a+2Bb,a+b", "+20,' '", "plain,plain", "<>,<>", "+C3+BC,\u00fc"
    })
    void decodesAndEncodes(String encoded, String text) {
        assertThat(Xtext.decode(encoded)).contains(text);
        assertThat(Xtext.decode(Xtext.encode(text))).contains(text);
    }

    @Test
    void decodesNothingToNothing() {
        assertThat(Xtext.decode("")).contains("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+", "+4", "a+", "a+4", "+4g", "+3d", "a=b", "a b", "\u00fc", "a\u007f", "\t"})
    void refuses(String encoded) {
        assertThat(Xtext.decode(encoded)).isEmpty();
    }

    @Test
    void comesBackFromAnyText() {
        Random random = new Random(3461);
        for (int i = 0; i < 20_000; i++) {
            String text = random.ints(random.nextInt(12), 0, 0xd7ff)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            String encoded = Xtext.encode(text);
            assertThat(encoded).matches("[!-*,-<>-~+]*");
            assertThat(Xtext.decode(encoded)).contains(text);
        }
    }
}
