package io.postwerk.imapserver.imap.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts of SEARCH, RFC 3501 6.4.4. */
class TextSearchTest {
    private static boolean inBody(String message, String text) throws IOException {
        return Messages.text(message).inBody(new TextFinder(text));
    }

    private static boolean inHeader(String message, String text) throws IOException {
        return Messages.text(message).inHeader(new TextFinder(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"FIRST", "plain TEXT", "caf\u00e9", "CAF\u00c9</b>", "inner", "fred@example", ""})
    void inTheBodyOfAMessage(String text) throws IOException {
        assertThat(inBody(Messages.NESTED, text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"caf=C3", "AAEC", "preamble", "Terry", "nested", "text plain"})
    void notInTheBodyOfAMessage(String text) throws IOException {
        assertThat(inBody(Messages.NESTED, text)).isFalse();
    }

    @Test
    void charsetsAndEncodings() throws IOException {
        String head = "Content-Type: text/plain; charset=%s\nContent-Transfer-Encoding: %s\n\n%s\n";
        assertThat(inBody(
                        head.formatted("iso-8859-1", "quoted-printable", "caf=E9 soft=\n break"),
                        "CAF\u00c9 soft break"))
                .isTrue();
        assertThat(inBody(head.formatted("utf-8", "base64", "Y2Fm\nw6k="), "caf\u00e9"))
                .isTrue();
        assertThat(inBody(
                        head.formatted("koi8-r", "quoted-printable", "=F0=D2=C9=D7=C5=D4"),
                        "\u043f\u0440\u0438\u0432\u0435\u0442"))
                .isTrue();
        assertThat(inBody(head.formatted("no-such-charset", "8bit", "caf\u00e9"), "caf\u00e9"))
                .isTrue();
        assertThat(inBody(head.formatted("!!", "x-unknown", "plain"), "PLAIN")).isTrue();
        assertThat(inBody(head.formatted("utf-8", "base64", "!!not base64!!"), "zzz"))
                .isFalse();
    }

    @Test
    void inTheHeader() throws IOException {
        String message = "Subject: =?utf-8?q?caf=C3=A9?= au\n lait\nX-Other: y\n\nbody\n";
        assertThat(inHeader(message, "CAF\u00c9 au lait")).isTrue();
        assertThat(inHeader(message, "body")).isFalse();
        MessageText text = Messages.text(message);
        assertThat(text.inField("x-other", new TextFinder(""))).isTrue();
        assertThat(text.inField("x-none", new TextFinder(""))).isFalse();
        assertThat(text.inField("x-other", new TextFinder("caf"))).isFalse();
    }

    @Test
    void inTheEnvelope() throws IOException {
        MessageText message = Messages.text("From: =?utf-8?q?J=C3=B6rg?= <joerg@example.org>\n"
                + "To: \"Smith, John\" <js@x.example>, b@y\nSubject: Re: hi\n\n");
        assertThat(message.inEnvelope("FROM", new TextFinder("j\u00f6rg <joerg@EXAMPLE")))
                .contains(true);
        assertThat(message.inEnvelope("to", new TextFinder("smith, john"))).contains(true);
        assertThat(message.inEnvelope("to", new TextFinder("b@y"))).contains(true);
        assertThat(message.inEnvelope("cc", new TextFinder("b@y"))).contains(false);
        assertThat(message.inEnvelope("Subject", new TextFinder("HI"))).contains(true);
        assertThat(message.inEnvelope("message-id", new TextFinder("x"))).contains(false);
        assertThat(message.inEnvelope("x-other", new TextFinder("x"))).isEmpty();
    }

    /** A text may lie across the blocks in which a stream is read. */
    @Test
    void acrossBlocks() throws IOException {
        for (int before = 8_180; before < 8_200; before++) {
            assertThat(new TextFinder("needle").isIn(reader("x".repeat(before) + "NEEDLE")))
                    .isTrue();
            assertThat(new TextFinder("needle").isIn(reader("x".repeat(before) + "NEEDL")))
                    .isFalse();
        }
        assertThat(new TextFinder("").isIn(reader(""))).isTrue();
        assertThat(new TextFinder("a").isIn(reader(""))).isFalse();
    }

    /** Texts that repeat themselves, against the plain way to look for them. */
    @Test
    void textsThatRepeatThemselves() throws IOException {
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            String text = random.ints(random.nextInt(24), 'a', 'c')
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            String wanted = random.ints(random.nextInt(7), 'A', 'C')
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            boolean expected = text.contains(wanted.toLowerCase(Locale.ROOT));
            assertThat(new TextFinder(wanted).isIn(text))
                    .as(wanted + " in " + text)
                    .isEqualTo(expected);
            assertThat(new TextFinder(wanted).isIn(reader(text))).isEqualTo(expected);
        }
    }

    /** With anything quadratic this takes minutes: 60,000 times 20,000,000 comparisons. */
    @Test
    @Timeout(30)
    void timeIsLinear() throws IOException {
        TextFinder text = new TextFinder("a".repeat(59_999) + "b");
        assertThat(text.isIn("a".repeat(20_000_000))).isFalse();
        assertThat(text.isIn(reader("a".repeat(20_000_000)))).isFalse();
    }

    private static Reader reader(String text) {
        return new StringReader(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Mon, 7 Feb 1994 21:52:25 -0800 (PST)|1994-02-07",
                "07 Feb 1994 23:59:59 -1200|1994-02-07",
                "7 Feb 94 21:52 EST|1994-02-07",
                "1 Jan 49 00:00 GMT|2049-01-01",
                "Tuesday, 1 March 105 00:00|2005-03-01",
                "3-Mar-2021 10:00:00 +0000|2021-03-03",
            })
    void daysInDates(String date, LocalDate day) {
        assertThat(SentDate.of(date)).contains(day);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "31 Feb 2020 00:00", "1 Foo 2020", "2020-01-01", "Feb 7 1994"})
    void noDays(String date) {
        assertThat(SentDate.of(date)).isEmpty();
    }
}
