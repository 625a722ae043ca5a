package io.postwerk.imapserver.imap.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postwerk.imapserver.imap.codec.SearchKey.All;
import io.postwerk.imapserver.imap.codec.SearchKey.And;
import io.postwerk.imapserver.imap.codec.SearchKey.DateTest;
import io.postwerk.imapserver.imap.codec.SearchKey.HasFlag;
import io.postwerk.imapserver.imap.codec.SearchKey.Header;
import io.postwerk.imapserver.imap.codec.SearchKey.Not;
import io.postwerk.imapserver.imap.codec.SearchKey.Or;
import io.postwerk.imapserver.imap.codec.SearchKey.Recent;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3501 6.4.4. */
class SearchSyntaxTest {
    private static final LocalDate DAY = LocalDate.of(1994, 2, 1);

    static Stream<Arguments> valid() {
        SequenceSet set = new SequenceSet(List.of(new SequenceSet.Range(2, 4)));
        return Stream.of(
                key("ALL", new All()),
                key("ANSWERED", new HasFlag("\\Answered")),
                key("BCC x", new Header("BCC", "x")),
                key("BEFORE 1-Feb-1994", new SearchKey.InternalDate(DateTest.BEFORE, DAY)),
                key("BODY \"a b\"", new SearchKey.Body("a b")),
                key("CC x", new Header("CC", "x")),
                key("DELETED", new HasFlag("\\Deleted")),
                key("DRAFT", new HasFlag("\\Draft")),
                key("FLAGGED", new HasFlag("\\Flagged")),
                key("FROM \"Smith\"", new Header("FROM", "Smith")),
                key("HEADER Message-ID \"\"", new Header("Message-ID", "")),
                key("KEYWORD $Junk", new HasFlag("$Junk")),
                key("LARGER 4294967295", new SearchKey.Larger(4_294_967_295L)),
                key("NEW", new And(List.of(new Recent(), new Not(new HasFlag("\\Seen"))))),
                key("NOT ALL", new Not(new All())),
                key("OLD", new Not(new Recent())),
                key("ON \"01-feb-1994\"", new SearchKey.InternalDate(DateTest.ON, DAY)),
                key("OR ALL (RECENT)", new Or(new All(), new And(List.of(new Recent())))),
                key("RECENT", new Recent()),
                key("SEEN", new HasFlag("\\Seen")),
                key("SENTBEFORE 1-Feb-1994", new SearchKey.SentDate(DateTest.BEFORE, DAY)),
                key("SENTON 1-Feb-1994", new SearchKey.SentDate(DateTest.ON, DAY)),
                key("SENTSINCE 1-Feb-1994", new SearchKey.SentDate(DateTest.SINCE, DAY)),
                key("SINCE 1-Feb-1994", new SearchKey.InternalDate(DateTest.SINCE, DAY)),
                key("SMALLER 0", new SearchKey.Smaller(0)),
                key("SUBJECT x", new Header("SUBJECT", "x")),
                key("TEXT x", new SearchKey.Text("x")),
                key("TO x", new Header("TO", "x")),
                key("UID 4:2", new SearchKey.Messages(new MessageSet(set, true))),
                key("UNANSWERED", new Not(new HasFlag("\\Answered"))),
                key("UNDELETED", new Not(new HasFlag("\\Deleted"))),
                key("UNDRAFT", new Not(new HasFlag("\\Draft"))),
                key("UNFLAGGED", new Not(new HasFlag("\\Flagged"))),
                key("UNKEYWORD x", new Not(new HasFlag("x"))),
                key("UNSEEN", new Not(new HasFlag("\\Seen"))),
                key("2:4", new SearchKey.Messages(new MessageSet(set, false))),
                key("seen DRAFT", new And(List.of(new HasFlag("\\Seen"), new HasFlag("\\Draft")))),
                key("NOT OR SEEN NOT DRAFT", new Not(new Or(new HasFlag("\\Seen"), new Not(new HasFlag("\\Draft"))))),
                key("((ALL RECENT))", new And(List.of(new And(List.of(new All(), new Recent()))))),
                key("CHARSET UTF-8 SUBJECT \"\u00e9\"", new Header("SUBJECT", "\u00e9")),
                key("CHARSET \"us-ascii\" SUBJECT x", new Header("SUBJECT", "x")));
    }

    private static Arguments key(String text, SearchKey key) {
        return Arguments.of(text, key);
    }

    @ParameterizedTest
    @MethodSource
    void valid(String text, SearchKey key) throws SyntaxException {
        assertThat(ImapCommandFixture.parse("a SEARCH " + text)).isEqualTo(new ImapCommand.Search.ByKey(key, false));
        assertThat(ImapCommandFixture.parse("a UID SEARCH " + text)).isEqualTo(new ImapCommand.Search.ByKey(key, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ALL",
                "ALL ",
                "()",
                "(ALL",
                "(ALL))",
                "ALL)",
                "NOT",
                "OR ALL",
                "OR ALL ",
                "XYZZY",
                "SUBJECT",
                "SUBJECT ",
                "HEADER x",
                "KEYWORD \\Seen",
                "LARGER -1",
                "LARGER 4294967296",
                "BEFORE yesterday",
                "BEFORE 30-Feb-1994",
                "BEFORE 1-Foo-1994",
                "BEFORE 1-Feb-94",
                "SINCE \"1-Feb-1994",
                "UID",
                "UID x",
                "0",
                "2:",
                "CHARSET",
                "CHARSET UTF-8",
                "CHARSET UTF-8 ",
            })
    void invalid(String text) {
        assertThatThrownBy(() -> ImapCommandFixture.parse("a SEARCH " + text)).isInstanceOf(SyntaxException.class);
    }

    @Test
    void unknownCharsetsAreNotReadFurther() throws SyntaxException {
        assertThat(ImapCommandFixture.parse("a SEARCH CHARSET KOI8-R SUBJECT {3}", "\u00e9", ""))
                .isEqualTo(new ImapCommand.Search.InUnknownCharset());
    }

    @Test
    void textAsALiteral() throws SyntaxException {
        assertThat(ImapCommandFixture.parse("a SEARCH CHARSET UTF-8 (TEXT {2}", "\u00e9", " SEEN)"))
                .isEqualTo(new ImapCommand.Search.ByKey(
                        new And(List.of(new SearchKey.Text("\u00e9"), new HasFlag("\\Seen"))), false));
    }

    @Test
    void depthIsLimited() {
        String deep = "NOT ".repeat(10_000) + "ALL";
        assertThatThrownBy(() -> ImapCommandFixture.parse("a SEARCH " + deep)).hasMessageContaining("nested");
        String parentheses = "(".repeat(10_000) + "ALL" + ")".repeat(10_000);
        assertThatThrownBy(() -> ImapCommandFixture.parse("a SEARCH " + parentheses))
                .hasMessageContaining("nested");
        String or = "OR ALL ".repeat(10_000) + "ALL";
        assertThatThrownBy(() -> ImapCommandFixture.parse("a SEARCH " + or)).hasMessageContaining("nested");
    }
}
