package io.postwerk.imapserver.imap.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postwerk.imapserver.imap.codec.FetchAttribute.Body;
import io.postwerk.imapserver.imap.codec.FetchAttribute.Form;
import io.postwerk.imapserver.imap.codec.FetchAttribute.Item;
import io.postwerk.imapserver.imap.codec.FetchAttribute.Partial;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3501 6.4.5 and the productions it uses. */
class FetchSyntaxTest {
    private static final MessageSet FIRST =
            new MessageSet(new SequenceSet(List.of(new SequenceSet.Range(1, 1))), false);

    static Stream<Arguments> valid() {
        return Stream.of(
                fetch("FAST", Item.FLAGS, Item.INTERNALDATE, Item.RFC822_SIZE),
                fetch("all", Item.FLAGS, Item.INTERNALDATE, Item.RFC822_SIZE, Item.ENVELOPE),
                fetch("FULL", Item.FLAGS, Item.INTERNALDATE, Item.RFC822_SIZE, Item.ENVELOPE, Item.BODY),
                fetch("FLAGS", Item.FLAGS),
                fetch("(UID)", Item.UID),
                fetch("(UID BODYSTRUCTURE BODY)", Item.UID, Item.BODYSTRUCTURE, Item.BODY),
                fetch("RFC822", new Body(Form.RFC822, Section.WHOLE, Optional.empty(), false)),
                fetch("RFC822.HEADER", new Body(Form.RFC822_HEADER, Section.HEADER, Optional.empty(), true)),
                fetch("RFC822.TEXT", new Body(Form.RFC822_TEXT, Section.BODY_TEXT, Optional.empty(), false)),
                fetch("RFC822.SIZE", Item.RFC822_SIZE),
                fetch("BODY[]", body(false, Section.Text.ALL)),
                fetch("body.peek[]", body(true, Section.Text.ALL)),
                fetch("BODY[HEADER]", body(false, Section.Text.HEADER)),
                fetch("BODY[TEXT]", body(false, Section.Text.TEXT)),
                fetch("BODY[1]", body(false, Section.Text.ALL, 1)),
                fetch("BODY[4.2.2.1]", body(false, Section.Text.ALL, 4, 2, 2, 1)),
                fetch("BODY[4.2.MIME]", body(false, Section.Text.MIME, 4, 2)),
                fetch("BODY[3.HEADER]", body(false, Section.Text.HEADER, 3)),
                fetch("BODY[3.text]", body(false, Section.Text.TEXT, 3)),
                fetch(
                        "(FLAGS BODY.PEEK[HEADER.FIELDS (DATE \"From\")]<0.2048>)",
                        Item.FLAGS,
                        new Body(
                                Form.BODY,
                                new Section(List.of(), Section.Text.HEADER_FIELDS, List.of("DATE", "From")),
                                Optional.of(new Partial(0, 2048)),
                                true)),
                fetch(
                        "BODY[1.HEADER.FIELDS.NOT (x)]",
                        new Body(
                                Form.BODY,
                                new Section(List.of(1), Section.Text.HEADER_FIELDS_NOT, List.of("x")),
                                Optional.empty(),
                                false)));
    }

    private static Arguments fetch(String text, FetchAttribute... attributes) {
        return Arguments.of(text, new ImapCommand.Fetch(FIRST, List.of(attributes)));
    }

    private static Body body(boolean peek, Section.Text text, Integer... part) {
        return new Body(Form.BODY, new Section(List.of(part), text, List.of()), Optional.empty(), peek);
    }

    @ParameterizedTest
    @MethodSource
    void valid(String text, ImapCommand.Fetch fetch) throws SyntaxException {
        assertThat(ImapCommandFixture.parse("a FETCH 1 " + text)).isEqualTo(fetch);
        assertThat(ImapCommandFixture.parse("a UID FETCH 1 " + text))
                .isEqualTo(new ImapCommand.Fetch(new MessageSet(FIRST.set(), true), fetch.attributes()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "()",
                "ALL FAST",
                "(ALL)",
                "(FLAGS ALL)",
                "FLAGS UID",
                "(FLAGS  UID)",
                "(FLAGS UID) ",
                "BODY[",
                "BODY[1",
                "BODY[1.]",
                "BODY[.1]",
                "BODY[0]",
                "BODY[1.0]",
                "BODY[MIME]",
                "BODY[1 2]",
                "BODY[HEADER.FIELDS]",
                "BODY[HEADER.FIELDS ()]",
                "BODY[HEADER.FIELDS (a  b)]",
                "BODY[HEADER.FIELDS (\"a b\")]",
                "BODY[HEADER.FIELDS (a:)]",
                "BODY[HEADER.FIELDS (\"\")]",
                "BODY[HEADER (a)]",
                "BODY[TEXT.1]",
                "BODY[]<0>",
                "BODY[]<0.0>",
                "BODY[]<.1>",
                "BODY[]<1.2",
                "BODY[]<-1.2>",
                "BODY.PEEK",
                "BODYSTRUCTURE[]",
                "RFC822.PEEK",
                "RFC822[]",
                "XYZZY",
                "MODSEQ",
            })
    void invalid(String text) {
        assertThatThrownBy(() -> ImapCommandFixture.parse("a FETCH 1 " + text)).isInstanceOf(SyntaxException.class);
    }
}
