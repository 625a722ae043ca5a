package io.postwerk.imapserver.imap.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.imapserver.imap.codec.FetchAttribute;
import io.postwerk.imapserver.imap.codec.Section;
import io.postwerk.mail.MessageSource;
import io.postwerk.store.StoredMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3501 6.4.5. */
class SectionReaderTest {
    private static final String PLAIN = "Subject: x\nTo: a\n b\nX-Long: 1\n\nline 1\nline 2\n";

    private static Optional<String> read(String message, String part, Section.Text text, String... fields)
            throws IOException {
        return read(message, part, text, Optional.empty(), fields);
    }

    private static Optional<String> read(
            String message, String part, Section.Text text, Optional<FetchAttribute.Partial> partial, String... fields)
            throws IOException {
        List<Integer> numbers = part.isEmpty()
                ? List.of()
                : Arrays.stream(part.split("\\.")).map(Integer::valueOf).toList();
        Section section = new Section(numbers, text, List.of(fields));
        StoredMessage stored = Messages.stored(message);
        Optional<MessageSource> source = SectionReader.read(
                stored.body(),
                stored.summary(),
                new FetchAttribute.Body(FetchAttribute.Form.BODY, section, partial, true));
        return source.isEmpty()
                ? Optional.empty()
                : Optional.of(new String(source.get().readAll(), StandardCharsets.UTF_8).replace("\r\n", "\n"));
    }

    @Test
    void wholeMessages() throws IOException {
        assertThat(read(PLAIN, "", Section.Text.ALL)).contains(PLAIN);
        assertThat(read(PLAIN, "", Section.Text.HEADER)).contains("Subject: x\nTo: a\n b\nX-Long: 1\n\n");
        assertThat(read(PLAIN, "", Section.Text.TEXT)).contains("line 1\nline 2\n");
    }

    @Test
    void aMessageThatIsNotMultipartHasOnePart() throws IOException {
        assertThat(read(PLAIN, "1", Section.Text.ALL)).contains("line 1\nline 2\n");
        assertThat(read(PLAIN, "1", Section.Text.MIME)).contains("Subject: x\nTo: a\n b\nX-Long: 1\n\n");
        assertThat(read(PLAIN, "2", Section.Text.ALL)).isEmpty();
        assertThat(read(PLAIN, "1", Section.Text.HEADER)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1|ALL|first",
                "1|MIME|Content-Type: text/plain; charset=utf-8~Content-Language: en~~",
                "2|MIME|Content-Type: message/rfc822~Content-Description: forwarded~~",
                "2|HEADER|From: fred@example.org~Subject: inner~Date: Mon, 7 Feb 1994 21:52:25 -0800~"
                        + "Content-Type: multipart/alternative; boundary=inner~~",
                "2.1|ALL|plain text",
                "2.1|MIME|Content-Type: text/plain~~",
                "2.2|ALL|<b>caf=C3=A9</b>",
                "3|ALL|AAEC",
            })
    void partsOfParts(String part, Section.Text text, String octets) throws IOException {
        assertThat(read(Messages.NESTED, part, text)).contains(octets.replace('~', '\n'));
    }

    @Test
    void theTextOfAMessageWithin() throws IOException {
        assertThat(read(Messages.NESTED, "2", Section.Text.TEXT))
                .hasValueSatisfying(text -> assertThat(text)
                        .startsWith("--inner\nContent-Type: text/plain\n")
                        .endsWith("--inner--"));
        assertThat(read(Messages.NESTED, "2", Section.Text.HEADER_FIELDS, "subject"))
                .contains("Subject: inner\n\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4", "1.1", "2.3", "2.1.1", "3.1"})
    void partsThatAreNotThere(String part) throws IOException {
        assertThat(read(Messages.NESTED, part, Section.Text.ALL)).isEmpty();
    }

    @Test
    void someFields() throws IOException {
        assertThat(read(PLAIN, "", Section.Text.HEADER_FIELDS, "TO", "none")).contains("To: a\n b\n\n");
        assertThat(read(PLAIN, "", Section.Text.HEADER_FIELDS, "x-long", "subject"))
                .contains("Subject: x\nX-Long: 1\n\n");
        assertThat(read(PLAIN, "", Section.Text.HEADER_FIELDS, "none")).contains("\n");
        assertThat(read(PLAIN, "", Section.Text.HEADER_FIELDS_NOT, "to")).contains("Subject: x\nX-Long: 1\n\n");
        assertThat(read("From : x\nnonsense\n folded\nB: y\n", "", Section.Text.HEADER_FIELDS, "from"))
                .contains("From : x\n\n");
        assertThat(read("From : x\nnonsense\n folded\nB: y\n", "", Section.Text.HEADER_FIELDS_NOT, "from"))
                .contains("B: y\n\n");
        assertThat(read("\nbody", "", Section.Text.HEADER_FIELDS_NOT, "from")).contains("\n");
    }

    @Test
    void fieldsOfALongHeader() throws IOException {
        String lines = "X: 0123456789\n  folded\n".repeat(2_000);
        assertThat(read("A: 1\n" + lines + "B: 2\n\nbody\n", "", Section.Text.HEADER_FIELDS, "a", "b"))
                .contains("A: 1\nB: 2\n\n");
        assertThat(read("A: 1\n" + lines + "B: 2\n\nbody\n", "", Section.Text.HEADER_FIELDS, "x"))
                .contains(lines + "\n");
    }

    @ParameterizedTest
    @CsvSource({"0,3,lin", "2,4,ne 1", "10,100,ne 2~", "16,5,''", "5000000000,4000000000,''"})
    void partial(long origin, long length, String octets) throws IOException {
        String body = "Subject: x\n\nline 1\nline 2\n";
        assertThat(read(body, "", Section.Text.TEXT, Optional.of(new FetchAttribute.Partial(origin, length))))
                .contains(octets.replace('~', '\n'));
    }
}
