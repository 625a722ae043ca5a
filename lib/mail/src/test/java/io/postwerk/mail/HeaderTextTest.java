package io.postwerk.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 2047 2 (encoded words), RFC 2047 4.2 (Q), RFC 2047 6.2 (neighbours), RFC 2231 5 (languages). */
class HeaderTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "plain|plain",
                "=?ISO-8859-1?Q?a?=|a",
                // RFC 2047 8
                "(=?ISO-8859-1?Q?a?= b)|(a b)",
                "(=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=)|(ab)",
                "(=?ISO-8859-1?Q?a?=    =?ISO-8859-1?Q?b?=)|(ab)",
                "(=?ISO-8859-1?Q?a_b?=)|(a b)",
                "(=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=)|(a b)",
                "=?iso-8859-1?q?this=20is=20some=20text?=|this is some text",
                "=?ISO-8859-1?B?SWYgeW91IGNhbiByZWFkIHRoaXMgeW8=?=|If you can read this yo",
                "=?ISO-8859-1?Q?Andr=E9?= Pirard <a@b>|André Pirard <a@b>",
                // a character divided between two words
                "=?utf-8?q?Gr=C3?= =?utf-8?q?=BC=C3=9Fe?=|Grüße",
                "=?utf-8*de?q?=C3=BC?=|ü",
                "=?utf-8?q?a?=b=?utf-8?q?c?=|abc",
                // broken or unknown: as it stands
                "=?utf-8?q?a|=?utf-8?q?a",
                "=?utf-8?x?a?=|=?utf-8?x?a?=",
                "=?no-such-charset?q?a?=|=?no-such-charset?q?a?=",
                "=?utf-8?q?=ZZ?=|=?utf-8?q?=ZZ?=",
                "=?utf-8?b?a?=|=?utf-8?b?a?=",
                "=?|=?",
                "=?=?utf-8?q?a?=|=?a",
                "a =?utf-8?q?b?= c =?utf-8?q?d?= e|a b c d e",
            })
    void decodes(String octets, String expected) {
        assertThat(HeaderText.decode(octets)).isEqualTo(expected);
    }

    @Test
    void octetsAreUtf8IfTheyCanBe() {
        String utf8 = new String("Grüße".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        assertThat(HeaderText.decode(utf8)).isEqualTo("Grüße");
        assertThat(HeaderText.decode("Gr\u00FC\u00DFe")).isEqualTo("Grüße");
        assertThat(HeaderText.decode("=?utf-8?q?x?= " + utf8)).isEqualTo("x Grüße");
    }

    /** With a search of the class path for each of these names it takes minutes. */
    @Test
    @Timeout(30)
    void unknownCharacterSetsTakeNoTime() {
        String unknown = "=?q?B?YQ==?= ".repeat(300_000);
        assertThat(HeaderText.decode(unknown)).isEqualTo(unknown);
        String mixed = "=?utf-8?B?YQ==?= =?utf-7?B?YWFh?= ".repeat(100_000);
        assertThat(HeaderText.decode(mixed)).hasSize(100_000 * ("a " + "=?utf-7?B?YWFh?= ").length());
    }

    /** Words within words, each of which would be decoded up to the same broken end. */
    @Test
    @Timeout(30)
    void wordsWithinWordsTakeLinearTime() {
        String nested = ("=?utf-8?Q?".repeat(400) + "=ZZ?=").repeat(2_000);
        assertThat(HeaderText.decode(nested)).isEqualTo(nested);
        assertThat(HeaderText.decode("=?utf-8?Q?a=?utf-8?Q?b?=")).isEqualTo("=?utf-8?Q?ab");
    }

    @Test
    void longTextComesInPieces() {
        Random random = new Random(3);
        for (int round = 0; round < 200; round++) {
            StringBuilder octets = new StringBuilder();
            StringBuilder expected = new StringBuilder();
            while (octets.length() < 60_000) {
                int kind = random.nextInt(4);
                String text = "grüße".repeat(1 + random.nextInt(kind == 0 ? 5_000 : 40));
                if (kind < 2) {
                    octets.append(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
                } else {
                    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
                    octets.append("=?utf-8?B?")
                            .append(Base64.getEncoder().encodeToString(raw))
                            .append("?=");
                }
                octets.append(kind == 3 ? "=? x" : "x");
                expected.append(text).append(kind == 3 ? "=? x" : "x");
            }
            List<String> pieces = new ArrayList<>();
            HeaderText.decode(octets.toString(), pieces::add);
            assertThat(String.join("", pieces)).isEqualTo(expected.toString());
            assertThat(pieces).allSatisfy(piece -> assertThat(piece.length()).isLessThan(16_000));
            assertThat(HeaderText.decode(octets.toString())).isEqualTo(expected.toString());
        }
    }
}
