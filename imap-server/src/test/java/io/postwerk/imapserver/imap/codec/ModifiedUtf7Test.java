package io.postwerk.imapserver.imap.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3501 5.1.3. */
class ModifiedUtf7Test {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INBOX|INBOX",
                "R&D|R&-D",
                "&&|&-&-",
                "a b%*\\\"|a b%*\\\"",
                "~peter/mail/\u53f0\u5317/\u65e5\u672c\u8a9e|~peter/mail/&U,BTFw-/&ZeVnLIqe-",
                "Entw\u00fcrfe|Entw&APw-rfe",
                "\ud83d\ude00|&2D3eAA-",
                "a\u007f|a&AH8-",
                "\u00e9&\u00e9|&AOk-&-&AOk-",
            })
    void pairs(String name, String wire) {
        assertThat(ModifiedUtf7.encode(name)).isEqualTo(wire);
        assertThat(ModifiedUtf7.decode(wire)).contains(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "&", // not ended
                "a&b",
                "&AOk",
                "&AOk=-", // padding
                "&U/BTFw-", // slash for comma
                "&AGE-", // printable US-ASCII encoded
                "&U,BTFw-&ZeVnLIqe-", // superfluous shift, the example of the RFC
                "&AO-", // half a character
                "&AOl-&", // stray bits, and not ended
                "&AOm-x&2D0-", // lone surrogate
                "&A-",
                "&!!!-",
                "caf\u00e9", // not US-ASCII
                "a\u0001b",
            })
    void malformed(String wire) {
        assertThat(ModifiedUtf7.decode(wire)).isEmpty();
    }

    @Test
    void everyNameComesBack() {
        Random random = new Random(3501);
        for (int i = 0; i < 5_000; i++) {
            String name = random.ints(random.nextInt(20), 0, 0x10ffff)
                    .map(c -> random.nextBoolean() ? 0x20 + c % 0x60 : c)
                    .filter(c -> c < 0xd800 || c > 0xdfff)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            String wire = ModifiedUtf7.encode(name);
            assertThat(wire).matches("[\\x20-\\x7e]*");
            assertThat(ModifiedUtf7.decode(wire)).contains(name);
        }
    }

    @Test
    void whateverDecodesHasOneForm() {
        Random random = new Random(5);
        String alphabet = "&-,AUTFw+/=ab\u00e9";
        int decoded = 0;
        for (int i = 0; i < 50_000; i++) {
            String wire = random.ints(random.nextInt(9), 0, alphabet.length())
                    .collect(StringBuilder::new, (s, c) -> s.append(alphabet.charAt(c)), StringBuilder::append)
                    .toString();
            if (ModifiedUtf7.decode(wire).isPresent()) {
                decoded++;
                assertThat(ModifiedUtf7.encode(ModifiedUtf7.decode(wire).get())).isEqualTo(wire);
            }
        }
        assertThat(decoded).isGreaterThan(1_000);
    }
}
