package io.postwerk.imapserver.imap.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postwerk.store.Flags.FlagChange;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3501 section 9, all commands but FETCH and SEARCH, which have tests of their own. */
class CommandSyntaxTest {
    private static final SequenceSet ONE_TO_THREE = new SequenceSet(List.of(new SequenceSet.Range(1, 3)));

    static Stream<Arguments> valid() {
        MessageSet byNumber = new MessageSet(ONE_TO_THREE, false);
        MessageSet byUid = new MessageSet(ONE_TO_THREE, true);
        return Stream.of(
                // RFC 3501 6.1, RFC 2971
                line("a CAPABILITY", new ImapCommand.Capability()),
                line("a.1-x]! noop", new ImapCommand.Noop()),
                line("A1 Logout", new ImapCommand.Logout()),
                line("a ID NIL", new ImapCommand.Id(Map.of())),
                line("a ID nil", new ImapCommand.Id(Map.of())),
                line("a ID ()", new ImapCommand.Id(Map.of())),
                line("a ID (\"name\" \"x y\" \"os\" NIL)", new ImapCommand.Id(Map.of("name", "x y"))),
                // RFC 3501 6.2
                line("a STARTTLS", new ImapCommand.StartTls()),
                line("a LOGIN fred blurdybloop", new ImapCommand.Login("fred", "blurdybloop")),
                line("a LOGIN a]b \"p \\\"w\\\\\"", new ImapCommand.Login("a]b", "p \"w\\")),
                line("a LOGIN \"j\u00f6rg\" \"\"", new ImapCommand.Login("j\u00f6rg", "")),
                // RFC 3501 6.3
                line("a SELECT INBOX", new ImapCommand.Select("INBOX", false)),
                line("a SELECT \"two words\"", new ImapCommand.Select("two words", false)),
                line(
                        "a EXAMINE ~peter/mail/&U,BTFw-/&ZeVnLIqe-",
                        new ImapCommand.Select("~peter/mail/\u53f0\u5317/\u65e5\u672c\u8a9e", true)),
                line("a CREATE owatagusiam/", new ImapCommand.Create("owatagusiam/")),
                line("a DELETE foo/bar", new ImapCommand.Delete("foo/bar")),
                line("a RENAME a \"b c\"", new ImapCommand.Rename("a", "b c")),
                line("a SUBSCRIBE #news", new ImapCommand.Subscribe("#news")),
                line("a UNSUBSCRIBE R&-D", new ImapCommand.Unsubscribe("R&D")),
                line("a LIST \"\" *", new ImapCommand.List("", "*", false)),
                line("a LIST \"\" \"\"", new ImapCommand.List("", "", false)),
                line("a LIST ~/Mail/ %.%]", new ImapCommand.List("~/Mail/", "%.%]", false)),
                line("a LSUB \"#news.\" \"comp.mail.*\"", new ImapCommand.List("#news.", "comp.mail.*", true)),
                line(
                        "a STATUS blurdybloop (UIDNEXT MESSAGES)",
                        new ImapCommand.Status("blurdybloop", Set.of(StatusItem.UIDNEXT, StatusItem.MESSAGES))),
                line(
                        "a status b (messages recent uidnext uidvalidity unseen)",
                        new ImapCommand.Status("b", Set.of(StatusItem.values()))),
                line("a NAMESPACE", new ImapCommand.Namespace()),
                line("a IDLE", new ImapCommand.Idle()),
                // RFC 3501 6.4
                line("a CHECK", new ImapCommand.Check()),
                line("a CLOSE", new ImapCommand.Close()),
                line("a UNSELECT", new ImapCommand.Unselect()),
                line("a EXPUNGE", new ImapCommand.Expunge(Optional.empty())),
                line("a UID EXPUNGE 1:3", new ImapCommand.Expunge(Optional.of(ONE_TO_THREE))),
                line("a COPY 1:3 MEETING", new ImapCommand.Copy(byNumber, "MEETING")),
                line("a UID COPY 3:1 \"MEETING\"", new ImapCommand.Copy(byUid, "MEETING")),
                line("a MOVE 1:3 Trash", new ImapCommand.Move(byNumber, "Trash")),
                line("a uid move 1:3 Trash", new ImapCommand.Move(byUid, "Trash")),
                line(
                        "a STORE 1:3 +FLAGS (\\Deleted)",
                        new ImapCommand.Store(byNumber, FlagChange.ADD, Set.of("\\Deleted"), false)),
                line(
                        "a UID STORE 1:3 -flags.silent \\SEEN $Forwarded",
                        new ImapCommand.Store(byUid, FlagChange.REMOVE, Set.of("\\Seen", "$Forwarded"), true)),
                line("a STORE 1:3 FLAGS ()", new ImapCommand.Store(byNumber, FlagChange.REPLACE, Set.of(), false)));
    }

    private static Arguments line(String line, ImapCommand command) {
        return Arguments.of(line, command);
    }

    @ParameterizedTest
    @MethodSource
    void valid(String line, ImapCommand command) throws SyntaxException {
        assertThat(ImapCommandFixture.parse(line)).isEqualTo(command);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a CAPABILITY ",
                "a NOOP x",
                "a NOOP\u0001",
                "a UID",
                "a UID NOOP",
                "a UID  FETCH 1 UID",
                "a  NOOP",
                "a XYZZY",
                "a \"NOOP\"",
                "a ID",
                "a ID (\"name\")",
                "a ID (name \"x\")",
                "a ID (\"name\" \"x\" )",
                "a ID (\"name\"  \"x\")",
                "a ID (\"a-name-of-more-than-thirty-octets\" \"x\")",
                "a LOGIN",
                "a LOGIN fred",
                "a LOGIN fred ",
                "a LOGIN fred  blurdybloop",
                "a LOGIN fred \"unfinished",
                "a LOGIN fred \"bad \\escape\"",
                "a LOGIN fred unfinished\\",
                "a LOGIN fred {3",
                "a LOGIN fred {3}",
                "a LOGIN fred {x}",
                "a LOGIN fred {99999999999}",
                "a LOGIN fred blurdy(bloop",
                "a LOGIN fr\u00e9d x",
                "a AUTHENTICATE",
                "a AUTHENTICATE PLAIN ",
                "a AUTHENTICATE PLAIN !",
                "a AUTHENTICATE PLAIN AGE",
                "a AUTHENTICATE PLAIN == ",
                "a SELECT",
                "a SELECT a b",
                "a SELECT a*",
                "a SELECT R&D",
                "a SELECT &AOk",
                "a SELECT \"caf\u00e9\"",
                "a RENAME a",
                "a LIST \"\"",
                "a LIST \"\" (a)",
                "a LIST % \"\"",
                "a STATUS a",
                "a STATUS a ()",
                "a STATUS a (MESSAGES,RECENT)",
                "a STATUS a (SIZE)",
                "a STATUS a (MESSAGES) ",
                "a UID EXPUNGE",
                "a EXPUNGE 1",
                "a COPY 1:3",
                "a COPY x y",
                "a COPY 0 y",
                "a COPY 1: y",
                "a COPY 1,,2 y",
                "a COPY ,1 y",
                "a COPY 1:2:3 y",
                "a COPY 4294967296 y",
                "a STORE 1 FLAGS",
                "a STORE 1 FLAGS (\\Seen",
                "a STORE 1 FLAGS (\\Seen  \\Draft)",
                "a STORE 1 FLAGS (\\Recent)",
                "a STORE 1 FLAGS (\\Bogus)",
                "a STORE 1 FLAGS (\\)",
                "a STORE 1 FLAGS \\Seen ",
                "a STORE 1 *FLAGS (\\Seen)",
                "a STORE 1 +FLAGS.LOUD (\\Seen)",
                "a STORE 1 FLAGS (a]b)",
                "a APPEND x",
                "a APPEND x \"text\"",
                "a APPEND x (\\Seen){3}",
                "a APPEND x \"99-Jan-2020 00:00:00 +0000\" {3}",
                "a APPEND x \"01-Jan-2020 00:00:00 +9900\" {3}",
                "a APPEND x \"1-Jan-2020 00:00:00 +0000\" {3}",
            })
    void invalid(String line) {
        assertThatThrownBy(() -> ImapCommandFixture.parse(line)).isInstanceOf(SyntaxException.class);
    }

    @Test
    void stringsAsLiterals() throws SyntaxException {
        assertThat(ImapCommandFixture.parse("a LOGIN {4}", "fred", " {3+}", "a\r\n", ""))
                .isEqualTo(new ImapCommand.Login("fred", "a\r\n"));
        assertThat(ImapCommandFixture.parse("a SELECT {5+}", "inbox", ""))
                .isEqualTo(new ImapCommand.Select("inbox", false));
        assertThat(ImapCommandFixture.parse("a LIST {0+}", "", " {1+}", "%", ""))
                .isEqualTo(new ImapCommand.List("", "%", false));
    }

    @Test
    void nulIsNoCharacterOfALiteral() {
        assertThatThrownBy(() -> ImapCommandFixture.parse("a LOGIN {1}", "\0", " x"))
                .isInstanceOf(SyntaxException.class);
    }

    @Test
    void aLiteralWhereNoneBelongs() {
        assertThatThrownBy(() -> ImapCommandFixture.parse("a NOOP {1+}", "x", ""))
                .isInstanceOf(SyntaxException.class);
        assertThatThrownBy(() -> ImapCommandFixture.parse("a STORE {1+}", "1", " FLAGS ()"))
                .isInstanceOf(SyntaxException.class);
    }

    @Test
    void passwordsAreNotShown() throws SyntaxException {
        assertThat(ImapCommandFixture.parse("a LOGIN fred blurdybloop").toString())
                .doesNotContain("blurdybloop");
        assertThat(ImapCommandFixture.parse("a AUTHENTICATE PLAIN AGEAYg==").toString())
                .isEqualTo("Authenticate[mechanism=PLAIN]");
    }

    /** RFC 4959 3. */
    @Test
    void initialResponse() throws SyntaxException {
        ImapCommand.Authenticate none = (ImapCommand.Authenticate) ImapCommandFixture.parse("a AUTHENTICATE plain");
        assertThat(none.mechanism()).isEqualTo("PLAIN");
        assertThat(none.initialResponse()).isEmpty();
        ImapCommand.Authenticate empty =
                (ImapCommand.Authenticate) ImapCommandFixture.parse("a AUTHENTICATE EXTERNAL =");
        assertThat(empty.initialResponse())
                .hasValueSatisfying(octets -> assertThat(octets).isEmpty());
        ImapCommand.Authenticate some =
                (ImapCommand.Authenticate) ImapCommandFixture.parse("a AUTHENTICATE PLAIN AGEAYg==");
        assertThat(some.initialResponse())
                .hasValueSatisfying(octets -> assertThat(octets).containsExactly(0, 'a', 0, 'b'));
    }

    /** RFC 3501 6.3.11. */
    @Test
    void append() throws SyntaxException {
        assertThat(ImapCommandFixture.parse("a APPEND saved-messages (\\Seen) {310}"))
                .isEqualTo(new ImapCommand.Append(
                        "saved-messages", Set.of("\\Seen"), Optional.empty(), new LiteralHeader(310, true, 32)));
        ImapCommand.Append dated = (ImapCommand.Append)
                ImapCommandFixture.parse("a APPEND {5+}", "x (\\y", " \" 7-Feb-1994 21:52:25 -0800\" {3+}");
        assertThat(dated.mailbox()).isEqualTo("x (\\y");
        assertThat(dated.flags()).isEmpty();
        assertThat(dated.internalDate()).contains(OffsetDateTime.parse("1994-02-07T21:52:25-08:00"));
        assertThat(dated.message().octets()).isEqualTo(3);
        assertThat(dated.message().synchronizing()).isFalse();
    }

    @Test
    void limits() {
        CodecLimits small = new CodecLimits(100, 10, 100, 1, 2, 2);
        assertThatThrownBy(() -> ImapCommandFixture.parse(small, "a COPY 1,2,3 x"))
                .hasMessageContaining("ranges");
        assertThatThrownBy(() -> ImapCommandFixture.parse(small, "a SEARCH ((ALL))"))
                .hasMessageContaining("nested");
        assertThatThrownBy(() -> ImapCommandFixture.parse(small, "a SEARCH NOT NOT ALL"))
                .hasMessageContaining("nested");
        assertThatThrownBy(() -> ImapCommandFixture.parse(small, "a SEARCH ALL ALL ALL"))
                .hasMessageContaining("Too many");
        assertThatThrownBy(() -> ImapCommandFixture.parse(small, "a FETCH 1 BODY[1.2]"))
                .hasMessageContaining("deep");
        assertThatThrownBy(() -> ImapCommandFixture.parse("a LIST \"\" " + "*a".repeat(501)))
                .hasMessageContaining("too long");
    }
}
