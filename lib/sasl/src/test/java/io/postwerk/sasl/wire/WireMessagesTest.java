package io.postwerk.sasl.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.MechanismFlag;
import io.postwerk.sasl.MechanismInfo;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines as messages and messages as lines. In the tables a space stands for TAB. */
class WireMessagesTest {

    @FunctionalInterface
    private interface Parser {
        WireMessage parse(String line) throws WireException;
    }

    private static final Parameters SOME =
            Parameters.builder().add("service", "smtp").add("nologin").build();

    static Stream<AuthCommand> authCommands() {
        return Stream.of(
                new AuthCommand.Version(ProtocolVersion.COMMON),
                new AuthCommand.Version(new ProtocolVersion(1, 0)),
                new AuthCommand.Cpid(4_294_967_295L),
                new AuthCommand.Auth(1, "PLAIN", SOME, Optional.empty()),
                new AuthCommand.Auth(1, "PLAIN", SOME, Optional.of("")),
                new AuthCommand.Auth(4_294_967_295L, "plain", Parameters.none(), Optional.of("AGE=")),
                new AuthCommand.Auth(
                        7, "X\t\n\r\0\u0001Y", new Parameters(List.of("a=\t\u0001t", "\u00E9")), Optional.empty()),
                new AuthCommand.Cont(1, new Base64Data.NotBase64("#"), Parameters.none()),
                new AuthCommand.Cont(
                        1, new Base64Data.NotBase64("QQ"), new Parameters(List.of("channel_binding=QQ=="))),
                new AuthCommand.Cancel(2));
    }

    static Stream<AuthServerMessage> authServerMessages() {
        return Stream.of(
                new AuthServerMessage.Version(ProtocolVersion.INTERNAL),
                new AuthServerMessage.Mech(new MechanismInfo("PLAIN", Set.of(MechanismFlag.PLAINTEXT))),
                new AuthServerMessage.Mech(new MechanismInfo("EXTERNAL", Set.of())),
                new AuthServerMessage.Mech(new MechanismInfo("ALL", Set.of(MechanismFlag.values()))),
                new AuthServerMessage.Spid(0),
                new AuthServerMessage.Cuid(17),
                new AuthServerMessage.Cookie("00ff"),
                new AuthServerMessage.Done(),
                new AuthServerMessage.Ok(
                        1, Parameters.builder().add("user", "a\tb").build()),
                AuthServerMessage.Fail.of(3, Optional.of("alice@example.org"), FailureReason.TEMPORARY),
                AuthServerMessage.Fail.of(3, Optional.empty(), FailureReason.CREDENTIALS));
    }

    static Stream<UserdbCommand> userdbCommands() {
        return Stream.of(
                new UserdbCommand.Version(ProtocolVersion.COMMON),
                new UserdbCommand.User(1, "alice@example.org", SOME),
                new UserdbCommand.Pass(2, "a b", SOME),
                new UserdbCommand.ListUsers(3, Parameters.none()),
                new UserdbCommand.ListUsers(3, new Parameters(List.of("user=*@example.org"))),
                new UserdbCommand.Request(5, 77, 1, "00112233445566778899aabbccddeeff", SOME),
                new UserdbCommand.Watch(4));
    }

    static Stream<UserdbServerMessage> userdbServerMessages() {
        return Stream.of(
                new UserdbServerMessage.Version(ProtocolVersion.COMMON),
                new UserdbServerMessage.Spid(1),
                new UserdbServerMessage.UserFound(1, "alice@example.org", new Parameters(List.of("mailbox_id=x"))),
                new UserdbServerMessage.PassFound(1, new Parameters(List.of("user=alice@example.org"))),
                new UserdbServerMessage.NotFound(1),
                new UserdbServerMessage.Fail(
                        1, Parameters.builder().add("reason", "later").build()),
                new UserdbServerMessage.ListedUser(1, "alice@example.org"),
                new UserdbServerMessage.ListDone(1, true),
                new UserdbServerMessage.ListDone(1, false),
                new UserdbServerMessage.Changed(1, 123_456_789_012L));
    }

    @ParameterizedTest
    @MethodSource("authCommands")
    void authCommandsSurviveTheWire(AuthCommand message) throws WireException {
        assertThat(AuthCommand.parse(line(message))).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("authServerMessages")
    void authServerMessagesSurviveTheWire(AuthServerMessage message) throws WireException {
        assertThat(AuthServerMessage.parse(line(message))).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("userdbCommands")
    void userdbCommandsSurviveTheWire(UserdbCommand message) throws WireException {
        assertThat(UserdbCommand.parse(line(message))).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("userdbServerMessages")
    void userdbServerMessagesSurviveTheWire(UserdbServerMessage message) throws WireException {
        assertThat(UserdbServerMessage.parse(line(message))).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HELLO",
                "version 1 2",
                "VERSION",
                "VERSION 1",
                "VERSION 1 x",
                "VERSION 1 -1",
                "VERSION 1 2 3",
                "CPID",
                "CPID x",
                "CPID 4294967296",
                "AUTH",
                "AUTH 1",
                "AUTH x PLAIN",
                "AUTH 0 PLAIN service=smtp",
                "AUTH -1 PLAIN service=smtp",
                "AUTH 4294967296 PLAIN service=smtp",
                "AUTH 1 PLAIN resp=AA== service=smtp",
                "AUTH 1 PLAIN resp=AA== resp=AA==",
                "CONT",
                "CONT 1",
                "CONT 0 AA==",
                "CANCEL",
                "CANCEL 0",
                "USER 1 alice@example.org service=smtp",
            })
    void malformedLinesOfLoginsAreNoMessages(String line) {
        assertThatThrownBy(() -> AuthCommand.parse(line.replace(' ', '\t'))).isInstanceOf(WireException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "AUTH 1 PLAIN service=smtp",
                "USER",
                "USER 1",
                "USER 0 x",
                "USER x y",
                "PASS 1",
                "LIST",
                "LIST x",
                "REQUEST 1 77",
                "REQUEST 1 77 1",
                "REQUEST 1 77 1 0011",
                "REQUEST 0 77 1 00112233445566778899aabbccddeeff",
                "REQUEST 1 x 1 00112233445566778899aabbccddeeff",
                "WATCH",
                "WATCH 0",
                "CPID 1"
            })
    void malformedLinesOfLookupsAreNoMessages(String line) {
        assertThatThrownBy(() -> UserdbCommand.parse(line.replace(' ', '\t'))).isInstanceOf(WireException.class);
    }

    /** What Postfix sends, field for field. */
    @Test
    void readsTheAuthOfPostfix() throws WireException {
        var auth = (AuthCommand.Auth)
                AuthCommand.parse("AUTH\t1\tPLAIN\tservice=smtp\tnologin\tlip=10.0.0.5\trip=192.0.2.7"
                        + "\tsecured\tresp=AGFsaWNlQGV4YW1wbGUub3JnAHNlY3JldA==");
        assertThat(auth.parameters().service()).contains("smtp");
        assertThat(auth.secured()).isTrue();
        assertThat(auth.finalResponseOk()).isFalse();
        assertThat(auth.parameters().value("rip")).contains("192.0.2.7");
        assertThat(auth.initialResponse(0))
                .hasValueSatisfying(d -> assertThat(((Base64Data.Octets) d).octets())
                        .isEqualTo("\0alice@example.org\0secret".getBytes(StandardCharsets.US_ASCII)));
        assertThat(auth.toString()).doesNotContain("AGFsaWNl");
    }

    @Test
    void readsTheAuthOfDovecotsLibrary() throws WireException {
        var auth = (AuthCommand.Auth)
                AuthCommand.parse("AUTH\t2\tLOGIN\tprotocol=imap\tfinal-resp-ok\tsecured=tls\tlip=\tlport=143");
        assertThat(auth.parameters().service()).contains("imap");
        assertThat(auth.secured()).isTrue();
        assertThat(auth.finalResponseOk()).isTrue();
        assertThat(auth.initialResponse(2)).isEmpty();
    }

    /** Before minor version 2 an empty response is none; one equals sign always is an empty response. */
    @ParameterizedTest
    @CsvSource({"'', 0, false", "'', 1, false", "'', 2, true", "'', 3, true", "=, 0, true", "=, 2, true"})
    void anEmptyResponseDependsOnTheVersion(String response, long minor, boolean there) {
        var auth = new AuthCommand.Auth(1, "PLAIN", Parameters.none(), Optional.of(response));
        assertThat(auth.initialResponse(minor).isPresent()).isEqualTo(there);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "AA", "AAA", "A===", "AA=A", "AA==AA==", "####", "AA A", "=AAA", "AAAA="})
    void whatIsNoBase64IsToldApart(String text) {
        assertThat(Base64Data.decode(text)).isEqualTo(new Base64Data.NotBase64(text));
    }

    @ParameterizedTest
    @EnumSource(FailureReason.class)
    void reasonsSurviveTheWire(FailureReason reason) throws WireException {
        var fail = (AuthServerMessage.Fail)
                AuthServerMessage.parse(line(AuthServerMessage.Fail.of(1, Optional.empty(), reason)));
        assertThat(fail.reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "FAIL 1 temp, TEMPORARY",
        "FAIL 1 authz, NOT_AUTHORIZED",
        "FAIL 1 user_disabled, DISABLED",
        "FAIL 1 pass_expired, EXPIRED",
        "FAIL 1 user=x reason=y, CREDENTIALS",
        "FAIL 1 code=of_the_future, CREDENTIALS",
        "FAIL 1, CREDENTIALS",
    })
    void readsTheFailuresOfOthers(String line, FailureReason reason) throws WireException {
        assertThat(((AuthServerMessage.Fail) AuthServerMessage.parse(line.replace(' ', '\t'))).reason())
                .isEqualTo(reason);
    }

    @Test
    void aBadPasswordHasNoCode() {
        assertThat(line(AuthServerMessage.Fail.of(2, Optional.of("alice"), FailureReason.CREDENTIALS)))
                .isEqualTo("FAIL\t2\tuser=alice");
    }

    @Test
    void theEndOfAListHasAnEmptyField() {
        assertThat(line(new UserdbServerMessage.ListDone(1, true))).isEqualTo("DONE\t1\t");
        assertThat(line(new UserdbServerMessage.ListDone(1, false))).isEqualTo("DONE\t1\tfail");
    }

    @Test
    void parametersAreFoundByTheirWholeName() {
        var parameters =
                new Parameters(List.of("rip_x=1", "rip", "x=rip=2", "=", "n=12", "n2=-1", "n3=99999999999999999999"));
        assertThat(parameters.value("rip")).isEmpty();
        assertThat(parameters.has("rip")).isTrue();
        assertThat(parameters.has("rip_")).isFalse();
        assertThat(parameters.value("x")).contains("rip=2");
        assertThat(parameters.number("n")).hasValue(12);
        assertThat(parameters.number("n2")).isEqualTo(OptionalLong.empty());
        assertThat(parameters.number("n3")).isEqualTo(OptionalLong.empty());
        assertThat(parameters.number("n4")).isEqualTo(OptionalLong.empty());
    }

    @ParameterizedTest
    @CsvSource({"a^tb, 'a\tb'", "^0^1^t^r^n, '\0\u0001\t\r\n'", "^x, x", "a^, a", "^^, ^"})
    void unescapes(String given, String plain) {
        assertThat(LineText.unescape(given.replace('^', '\u0001'))).isEqualTo(plain.replace('^', '\u0001'));
    }

    @Test
    void anythingIsEitherAMessageOrRefused() {
        var random = new Random(14);
        List<Parser> parsers =
                List.of(AuthCommand::parse, AuthServerMessage::parse, UserdbCommand::parse, UserdbServerMessage::parse);
        List<String> seeds = Stream.of(authCommands(), authServerMessages(), userdbCommands(), userdbServerMessages())
                .flatMap(s -> s)
                .map(m -> line((WireMessage) m))
                .toList();
        for (int round = 0; round < 50_000; round++) {
            String line = mutate(seeds.get(random.nextInt(seeds.size())), random);
            Parser parser = parsers.get(random.nextInt(parsers.size()));
            WireMessage message;
            try {
                message = parser.parse(line);
            } catch (WireException e) {
                continue;
            }
            assertThat(line(message)).doesNotContain("\n");
            try {
                assertThat(line(parser.parse(line(message)))).isEqualTo(line(message));
            } catch (WireException e) {
                throw new AssertionError("written, but not read: " + message, e);
            }
        }
    }

    private static String mutate(String line, Random random) {
        var text = new StringBuilder(line);
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            char c = "\t\u0001\0=0189tn\r\u00E9#A".charAt(random.nextInt(14));
            int at = random.nextInt(text.length() + 1);
            switch (random.nextInt(3)) {
                case 0 -> text.insert(at, c);
                case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(4)));
                default -> text.setLength(at);
            }
        }
        return text.toString();
    }

    private static String line(WireMessage message) {
        String text = new String(message.octets(), StandardCharsets.UTF_8);
        assertThat(text).endsWith("\n");
        return text.substring(0, text.length() - 1);
    }
}
