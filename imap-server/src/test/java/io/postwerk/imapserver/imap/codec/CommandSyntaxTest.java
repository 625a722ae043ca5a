package io.postwerk.imapserver.imap.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
                line("a CAPABILITY", new Capability()),
                line("a.1-x]! noop", new Noop()),
                line("A1 Logout", new Logout()),
                line("a ID NIL", new Id(Map.of())),
                line("a ID nil", new Id(Map.of())),
                line("a ID ()", new Id(Map.of())),
                line("a ID (\"name\" \"x y\" \"os\" NIL)", new Id(Map.of("name", "x y"))),
                // RFC 3501 6.2
                line("a STARTTLS", new StartTls()),
                line("a LOGIN fred blurdybloop", new Login("fred", "blurdybloop")),
                line("a LOGIN a]b \"p \\\"w\\\\\"", new Login("a]b", "p \"w\\")),
                line("a LOGIN \"j\u00f6rg\" \"\"", new Login("j\u00f6rg", "")),
                // RFC 3501 6.3
                line("a SELECT INBOX", new Select("INBOX", false)),
                line("a SELECT \"two words\"", new Select("two words", false)),
                line(
                        "a EXAMINE ~peter/mail/&U,BTFw-/&ZeVnLIqe-",
                        new Select("~peter/mail/\u53f0\u5317/\u65e5\u672c\u8a9e", true)),
                line("a CREATE owatagusiam/", new Create("owatagusiam/")),
                line("a DELETE foo/bar", new Delete("foo/bar")),
                line("a RENAME a \"b c\"", new Rename("a", "b c")),
                line("a SUBSCRIBE #news", new Subscribe("#news")),
                line("a UNSUBSCRIBE R&-D", new Unsubscribe("R&D")),
                line("a LIST \"\" *", new ListMailboxes("", "*", false)),
                line("a LIST \"\" \"\"", new ListMailboxes("", "", false)),
                line("a LIST ~/Mail/ %.%]", new ListMailboxes("~/Mail/", "%.%]", false)),
                line("a LSUB \"#news.\" \"comp.mail.*\"", new ListMailboxes("#news.", "comp.mail.*", true)),
                line(
                        "a STATUS blurdybloop (UIDNEXT MESSAGES)",
                        new Status("blurdybloop", Set.of(Status.Item.UIDNEXT, Status.Item.MESSAGES))),
                line(
                        "a status b (messages recent uidnext uidvalidity unseen)",
                        new Status("b", Set.of(Status.Item.values()))),
                line("a NAMESPACE", new Namespace()),
                line("a IDLE", new Idle()),
                // RFC 3501 6.4
                line("a CHECK", new Check()),
                line("a CLOSE", new Close()),
                line("a UNSELECT", new Unselect()),
                line("a EXPUNGE", new Expunge(Optional.empty())),
                line("a UID EXPUNGE 1:3", new Expunge(Optional.of(ONE_TO_THREE))),
                line("a COPY 1:3 MEETING", new Copy(byNumber, "MEETING")),
                line("a UID COPY 3:1 \"MEETING\"", new Copy(byUid, "MEETING")),
                line("a MOVE 1:3 Trash", new Move(byNumber, "Trash")),
                line("a uid move 1:3 Trash", new Move(byUid, "Trash")),
                line(
                        "a STORE 1:3 +FLAGS (\\Deleted)",
                        new Store(byNumber, Store.Change.ADD, Set.of("\\Deleted"), false)),
                line(
                        "a UID STORE 1:3 -flags.silent \\SEEN $Forwarded",
                        new Store(byUid, Store.Change.REMOVE, Set.of("\\Seen", "$Forwarded"), true)),
                line("a STORE 1:3 FLAGS ()", new Store(byNumber, Store.Change.REPLACE, Set.of(), false)));
    }

    private static Arguments line(String line, Command command) {
        return Arguments.of(line, command);
    }

    @ParameterizedTest
    @MethodSource
    void valid(String line, Command command) throws SyntaxException {
        assertThat(CommandFixture.parse(line)).isEqualTo(command);
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
        assertThatThrownBy(() -> CommandFixture.parse(line)).isInstanceOf(SyntaxException.class);
    }

    @Test
    void stringsAsLiterals() throws SyntaxException {
        assertThat(CommandFixture.parse("a LOGIN {4}", "fred", " {3+}", "a\r\n", ""))
                .isEqualTo(new Login("fred", "a\r\n"));
        assertThat(CommandFixture.parse("a SELECT {5+}", "inbox", "")).isEqualTo(new Select("inbox", false));
        assertThat(CommandFixture.parse("a LIST {0+}", "", " {1+}", "%", ""))
                .isEqualTo(new ListMailboxes("", "%", false));
    }

    @Test
    void nulIsNoCharacterOfALiteral() {
        assertThatThrownBy(() -> CommandFixture.parse("a LOGIN {1}", "\0", " x"))
                .isInstanceOf(SyntaxException.class);
    }

    @Test
    void aLiteralWhereNoneBelongs() {
        assertThatThrownBy(() -> CommandFixture.parse("a NOOP {1+}", "x", "")).isInstanceOf(SyntaxException.class);
        assertThatThrownBy(() -> CommandFixture.parse("a STORE {1+}", "1", " FLAGS ()"))
                .isInstanceOf(SyntaxException.class);
    }

    @Test
    void passwordsAreNotShown() throws SyntaxException {
        assertThat(CommandFixture.parse("a LOGIN fred blurdybloop").toString()).doesNotContain("blurdybloop");
        assertThat(CommandFixture.parse("a AUTHENTICATE PLAIN AGEAYg==").toString())
                .isEqualTo("Authenticate[mechanism=PLAIN]");
    }

    /** RFC 4959 3. */
    @Test
    void initialResponse() throws SyntaxException {
        Authenticate none = (Authenticate) CommandFixture.parse("a AUTHENTICATE plain");
        assertThat(none.mechanism()).isEqualTo("PLAIN");
        assertThat(none.initialResponse()).isEmpty();
        Authenticate empty = (Authenticate) CommandFixture.parse("a AUTHENTICATE EXTERNAL =");
        assertThat(empty.initialResponse())
                .hasValueSatisfying(octets -> assertThat(octets).isEmpty());
        Authenticate some = (Authenticate) CommandFixture.parse("a AUTHENTICATE PLAIN AGEAYg==");
        assertThat(some.initialResponse())
                .hasValueSatisfying(octets -> assertThat(octets).containsExactly(0, 'a', 0, 'b'));
    }

    /** RFC 3501 6.3.11. */
    @Test
    void append() throws SyntaxException {
        assertThat(CommandFixture.parse("a APPEND saved-messages (\\Seen) {310}"))
                .isEqualTo(new Append(
                        "saved-messages", Set.of("\\Seen"), Optional.empty(), new LiteralHeader(310, true, 32)));
        Append dated = (Append) CommandFixture.parse("a APPEND {5+}", "x (\\y", " \" 7-Feb-1994 21:52:25 -0800\" {3+}");
        assertThat(dated.mailbox()).isEqualTo("x (\\y");
        assertThat(dated.flags()).isEmpty();
        assertThat(dated.internalDate()).contains(OffsetDateTime.parse("1994-02-07T21:52:25-08:00"));
        assertThat(dated.message().octets()).isEqualTo(3);
        assertThat(dated.message().synchronizing()).isFalse();
    }

    @Test
    void limits() {
        CodecLimits small = new CodecLimits(100, 10, 100, 1, 2, 2);
        assertThatThrownBy(() -> CommandFixture.parse(small, "a COPY 1,2,3 x")).hasMessageContaining("ranges");
        assertThatThrownBy(() -> CommandFixture.parse(small, "a SEARCH ((ALL))"))
                .hasMessageContaining("nested");
        assertThatThrownBy(() -> CommandFixture.parse(small, "a SEARCH NOT NOT ALL"))
                .hasMessageContaining("nested");
        assertThatThrownBy(() -> CommandFixture.parse(small, "a SEARCH ALL ALL ALL"))
                .hasMessageContaining("Too many");
        assertThatThrownBy(() -> CommandFixture.parse(small, "a FETCH 1 BODY[1.2]"))
                .hasMessageContaining("deep");
        assertThatThrownBy(() -> CommandFixture.parse("a LIST \"\" " + "*a".repeat(501)))
                .hasMessageContaining("too long");
    }
}
