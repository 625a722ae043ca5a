package io.postwerk.imapserver.imap.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.imapserver.imap.message.Messages;
import io.postwerk.mail.MessageSummary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 3501 7.4.2. */
class FetchResponseTest {
    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    private static MessageSummary summary(String message) throws IOException {
        return Messages.stored(message).summary();
    }

    private static String envelope(String message) throws IOException {
        String response =
                text(new FetchResponse(1).envelope(summary(message).envelope()).end());
        return response.substring("* 1 FETCH (ENVELOPE ".length(), response.length() - ")\r\n".length());
    }

    private static String structure(String message, boolean extended) throws IOException {
        String response = text(new FetchResponse(1)
                .bodyStructure(summary(message).body(), extended)
                .end());
        String start = "* 1 FETCH (" + (extended ? "BODYSTRUCTURE " : "BODY ");
        assertThat(response).startsWith(start).endsWith(")\r\n");
        return response.substring(start.length(), response.length() - ")\r\n".length());
    }

    @Test
    void items() {
        FetchResponse response = new FetchResponse(12)
                .flags(List.of("\\Seen", "$Forwarded"))
                .uid(4)
                .internalDate(Instant.parse("1996-07-17T09:44:25Z"))
                .size(4286);
        assertThat(text(response.end()))
                .isEqualTo("* 12 FETCH (FLAGS (\\Seen $Forwarded) UID 4 "
                        + "INTERNALDATE \"17-Jul-1996 09:44:25 +0000\" RFC822.SIZE 4286)\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BODY[]|BODY[]",
                "BODY.PEEK[1.2.MIME]|BODY[1.2.MIME]",
                "BODY.PEEK[]<5.7>|BODY[]<5>",
                "BODY[HEADER.FIELDS (DATE \"x(y\")]|BODY[HEADER.FIELDS (DATE \"x(y\")]",
                "BODY[2.header.fields.not (a)]<0.1>|BODY[2.HEADER.FIELDS.NOT (a)]<0>",
                "RFC822|RFC822",
                "RFC822.HEADER|RFC822.HEADER",
                "RFC822.TEXT|RFC822.TEXT",
            })
    void bodiesAreAnsweredAsTheyWereAsked(String asked, String label) throws SyntaxException {
        ImapCommand.Fetch fetch = (ImapCommand.Fetch) ImapCommandFixture.parse("a FETCH 1 " + asked);
        FetchAttribute.Body body = (FetchAttribute.Body) fetch.attributes().getFirst();
        FetchResponse response = new FetchResponse(1).body(body, 3);
        assertThat(text(response.take())).isEqualTo("* 1 FETCH (" + label + " {3}\r\n");
        assertThat(text(response.uid(7).end())).isEqualTo(" UID 7)\r\n");
        assertThat(text(new FetchResponse(1).noBody(body).end())).isEqualTo("* 1 FETCH (" + label + " NIL)\r\n");
    }

    @Test
    void envelopes() throws IOException {
        assertThat(envelope("""
                        Date: Wed, 17 Jul 1996 02:23:25 -0700 (PDT)
                        From: Terry Gray <gray@cac.washington.edu>
                        Subject: IMAP4rev1 WG mtg summary and minutes
                        To: imap@cac.washington.edu
                        cc: minutes@CNRI.Reston.VA.US, John Klensin <KLENSIN@MIT.EDU>
                        Message-Id: <B27397-0100000@cac.washington.edu>

                        """))
                .isEqualTo("(\"Wed, 17 Jul 1996 02:23:25 -0700 (PDT)\""
                        + " \"IMAP4rev1 WG mtg summary and minutes\""
                        + " ((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\"))"
                        + " ((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\"))"
                        + " ((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\"))"
                        + " ((NIL NIL \"imap\" \"cac.washington.edu\"))"
                        + " ((NIL NIL \"minutes\" \"CNRI.Reston.VA.US\")"
                        + "(\"John Klensin\" NIL \"KLENSIN\" \"MIT.EDU\"))"
                        + " NIL NIL \"<B27397-0100000@cac.washington.edu>\")");
    }

    @Test
    void envelopesOfLittle() throws IOException {
        assertThat(envelope("X: y\n\n")).isEqualTo("(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)");
        assertThat(envelope("Subject:\n\n")).isEqualTo("(NIL \"\" NIL NIL NIL NIL NIL NIL NIL NIL)");
    }

    @Test
    void envelopesOfOtherCharacters() throws IOException {
        assertThat(envelope("Subject: say \"hi\\\"\nTo: list: a@b, c@d;\n\n"))
                .isEqualTo("(NIL \"say \\\"hi\\\\\\\"\" NIL NIL NIL ((NIL NIL \"list\" NIL)(NIL NIL \"a\" \"b\")"
                        + "(NIL NIL \"c\" \"d\")(NIL NIL NIL NIL)) NIL NIL NIL NIL)");
        // octets as they stand, in a literal
        assertThat(envelope("Subject: caf\u00e9\n\n")).contains("{5}\r\ncaf\u00c3\u00a9");
    }

    @Test
    void structureOfAPlainMessage() throws IOException {
        String message = "Subject: x\n\nline 1\nline 2\n";
        assertThat(structure(message, false)).isEqualTo("(\"text\" \"plain\" NIL NIL NIL \"7bit\" 16 2)");
        assertThat(structure(message, true))
                .isEqualTo("(\"text\" \"plain\" NIL NIL NIL \"7bit\" 16 2 NIL NIL NIL NIL)");
    }

    @Test
    void structureOfANestedMessage() throws IOException {
        assertThat(structure(Messages.NESTED, false))
                .isEqualTo("((\"text\" \"plain\" (\"charset\" \"utf-8\") NIL NIL \"7bit\" 5 0)"
                        + "(\"message\" \"rfc822\" NIL NIL \"forwarded\" \"7bit\" 290"
                        + " (\"Mon, 7 Feb 1994 21:52:25 -0800\" \"inner\""
                        + " ((NIL NIL \"fred\" \"example.org\")) ((NIL NIL \"fred\" \"example.org\"))"
                        + " ((NIL NIL \"fred\" \"example.org\")) NIL NIL NIL NIL NIL)"
                        + " ((\"text\" \"plain\" NIL NIL NIL \"7bit\" 10 0)"
                        + "(\"text\" \"html\" NIL NIL NIL \"quoted-printable\" 16 0) \"alternative\") 14)"
                        + "(\"image\" \"png\" (\"name\" \"a.png\") \"<a@b>\" NIL \"base64\" 4) \"mixed\")");
    }

    @Test
    void extensionData() throws IOException {
        assertThat(structure(Messages.NESTED, true))
                .contains("(\"text\" \"plain\" (\"charset\" \"utf-8\") NIL NIL \"7bit\" 5 0 NIL NIL (\"en\") NIL)")
                .contains("\"alternative\" (\"boundary\" \"inner\") NIL NIL NIL) 14 NIL NIL NIL NIL)")
                .contains("(\"image\" \"png\" (\"name\" \"a.png\") \"<a@b>\" NIL \"base64\" 4 NIL"
                        + " (\"attachment\" (\"filename\" \"a.png\" \"size\" \"3\")) NIL NIL)")
                .endsWith(" \"mixed\" (\"boundary\" \"outer\") NIL NIL NIL)");
    }

    /** The grammar has no multipart without parts and no message/rfc822 without an envelope. */
    @Test
    void whatHasNoStructureIsOpaque() throws IOException {
        assertThat(structure("Content-Type: multipart/mixed; boundary=x\n\nno parts here\n", false))
                .doesNotContain("\"multipart\"");
    }
}
