package io.postwerk.imapserver.imap.message;

import io.postwerk.imapserver.imap.codec.CodecLimits;
import io.postwerk.imapserver.imap.codec.CommandText;
import io.postwerk.imapserver.imap.codec.FetchAttribute;
import io.postwerk.imapserver.imap.codec.ImapCommand;
import io.postwerk.imapserver.imap.codec.ImapCommandParser;
import io.postwerk.mail.MessageSource;
import io.postwerk.mail.MessageSummary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Sections of any message lie within it. */
public final class SectionFuzz {
    private static final List<FetchAttribute.Body> SECTIONS = List.of(
            section("BODY[]<3.7>"),
            section("BODY[HEADER]"),
            section("BODY[TEXT]"),
            section("BODY[1]"),
            section("BODY[1.MIME]"),
            section("BODY[2.1.HEADER]"),
            section("BODY[2.TEXT]<1.9>"),
            section("BODY[HEADER.FIELDS (Subject From)]"),
            section("BODY[1.HEADER.FIELDS.NOT (To)]"));

    private SectionFuzz() {}

    private static FetchAttribute.Body section(String item) {
        if (ImapCommandParser.parse(CommandText.of("a FETCH 1 " + item), CodecLimits.DEFAULT)
                        instanceof ImapCommandParser.Line.Valid valid
                && valid.command() instanceof ImapCommand.Fetch fetch
                && fetch.attributes().getFirst() instanceof FetchAttribute.Body body) {
            return body;
        }
        throw new IllegalArgumentException(item);
    }

    public static void fuzzerTestOneInput(byte[] octets) throws IOException {
        MessageSource message = MessageSource.of(octets);
        MessageSummary summary = MessageSummary.of(message);
        for (FetchAttribute.Body section : SECTIONS) {
            Optional<MessageSource> found = SectionReader.read(message, summary, section);
            if (found.isPresent() && found.get().readAll().length > octets.length + 2)
                throw new AssertionError(section + " is longer than the message");
        }
        SentDate.of(new String(octets, StandardCharsets.ISO_8859_1));
    }
}
