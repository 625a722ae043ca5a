package io.postwerk.imapserver.pop3.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 1939 3 and 7: multi-line responses. */
class MessageLinesTest {
    private static String whole(String message) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MessageLines.whole(in(message), out::write);
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private static String top(String message, int lines) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MessageLines.top(in(message), lines, out::write);
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    private static InputStream in(String message) {
        return new ByteArrayInputStream(message.getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    # what is stored        , what is sent
                    ''                      , '.rn'
                    'a'                     , 'arn.rn'
                    'arn'                   , 'arn.rn'
                    'arnrn'                 , 'arnrn.rn'
                    '.'                     , '..rn.rn'
                    '.rn'                   , '..rn.rn'
                    '..rn'                  , '...rn.rn'
                    'a.brn.crn'             , 'a.brn..crn.rn'
                    'arn.rnQUITrn'          , 'arn..rnQUITrn.rn'
                    # CR or LF alone: never the end of the response
                    'an.nb'                 , 'arn..rnbrn.rn'
                    'ar.rb'                 , 'arn..rnbrn.rn'
                    'an'                    , 'arn.rn'
                    'ar'                    , 'arn.rn'
                    'nn'                    , 'rnrn.rn'
                    'rrn'                   , 'rnrn.rn'
                    """)
    void everyLineEndsWithCrlfAndDotsAreDoubled(String stored, String sent) throws IOException {
        // 'r' and 'n' stand for CR and LF
        assertThat(whole(ends(stored))).isEqualTo(ends(sent));
    }

    private static String ends(String text) {
        return text.replace('r', '\r').replace('n', '\n');
    }

    @Test
    void topIsTheHeaderTheEmptyLineAndSoManyLines() throws IOException {
        String message = "A: 1\r\nB: 2\r\n\r\none\r\n.two\r\nthree\r\n";

        assertThat(top(message, 0)).isEqualTo("A: 1\r\nB: 2\r\n\r\n.\r\n");
        assertThat(top(message, 1)).isEqualTo("A: 1\r\nB: 2\r\n\r\none\r\n.\r\n");
        assertThat(top(message, 2)).isEqualTo("A: 1\r\nB: 2\r\n\r\none\r\n..two\r\n.\r\n");
        assertThat(top(message, 3)).isEqualTo("A: 1\r\nB: 2\r\n\r\none\r\n..two\r\nthree\r\n.\r\n");
        // RFC 1939 7: more lines than there are means all of them
        assertThat(top(message, Integer.MAX_VALUE)).isEqualTo(whole(message));
    }

    @Test
    void topOfAMessageWithoutABodyIsAllOfIt() throws IOException {
        assertThat(top("A: 1\r\n", 5)).isEqualTo("A: 1\r\n.\r\n");
        assertThat(top("", 5)).isEqualTo(".\r\n");
        assertThat(top("\r\nbody", 0)).isEqualTo("\r\n.\r\n");
        assertThat(top("A: 1\n\nbody\nmore", 1)).isEqualTo("A: 1\r\n\r\nbody\r\n.\r\n");
    }

    @Test
    void topReadsNoMoreThanItNeeds() throws IOException {
        InputStream endless = new InputStream() {
            private int taken;

            @Override
            public int read() {
                taken++;
                if (taken > 1_000_000) throw new AssertionError("reads on");
                return "H: v\r\n\r\nline\r\n".charAt((taken - 1) % 14);
            }
        };
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MessageLines.top(endless, 1, out::write);

        assertThat(out.toString(StandardCharsets.ISO_8859_1)).isEqualTo("H: v\r\n\r\nline\r\n.\r\n");
    }

    @Test
    void whatAStrictClientReadsIsTheMessage() throws IOException {
        Random random = new Random(1725);
        String alphabet = "a.\r\n";
        for (int i = 0; i < 5_000; i++) {
            StringBuilder message = new StringBuilder();
            int length = random.nextInt(i % 100 == 0 ? 60_000 : 30);
            for (int j = 0; j < length; j++) message.append(alphabet.charAt(random.nextInt(alphabet.length())));
            String sent = whole(message.toString());

            assertThat(sent).endsWith(".\r\n");
            String lines = sent.substring(0, sent.length() - 3);
            assertThat(lines.replace("\r\n", "")).doesNotContain("\r", "\n");
            // No line but the last is a single dot: nothing ends the response early.
            assertThat("\r\n" + lines).doesNotContain("\r\n.\r\n");
            String unstuffed = ("\r\n" + lines).replace("\r\n.", "\r\n").substring(2);
            String expected = message.toString().replaceAll("\r\n|\r|\n", "\r\n");
            if (!expected.isEmpty() && !expected.endsWith("\r\n")) expected += "\r\n";
            assertThat(unstuffed).isEqualTo(expected);
        }
    }
}
