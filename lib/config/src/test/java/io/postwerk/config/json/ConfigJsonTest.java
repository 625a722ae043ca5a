package io.postwerk.config.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.postwerk.config.Buckets;
import io.postwerk.config.ConfigException;
import io.postwerk.config.IpNetwork;
import io.postwerk.config.ListenerProtocol;
import io.postwerk.config.Program;
import io.postwerk.config.SecretText;
import io.postwerk.config.Servers;
import io.postwerk.config.Sets;
import io.postwerk.config.credentials.SmtpCredentials;
import io.postwerk.config.limits.ClientLimits;
import io.postwerk.config.limits.MailboxLimits;
import io.postwerk.config.limits.SmtpLimits;
import io.postwerk.config.load.ConfigIndex;
import io.postwerk.config.routing.AliasEntry;
import io.postwerk.config.routing.AliasEntry.Expansion;
import io.postwerk.config.routing.DomainKind;
import io.postwerk.config.routing.NextHop;
import io.postwerk.config.routing.OutboundConfig;
import io.postwerk.config.routing.RoutedDomain;
import io.postwerk.config.routing.RoutingBucket;
import io.postwerk.config.routing.RoutingCommon;
import io.postwerk.config.server.SmtpServerConfig;
import io.postwerk.config.users.MailboxRemovals;
import io.postwerk.config.users.UserCredential;
import io.postwerk.config.users.UserEntry;
import io.postwerk.config.users.UsersBucket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigJsonTest {
    private static final String INDEX =
            "{\"files\":{\"a\":\"00\"},\"formatVersion\":1,\"program\":\"smtp-server\",\"sequence\":7}";

    static Stream<Record> records() {
        return Stream.of(
                Servers.smtpServer(),
                Servers.imapServer(),
                Servers.authSidecar(),
                everyKindOfDomain(),
                everyKindOfUser(),
                new RoutingCommon(
                        1,
                        Optional.empty(),
                        List.of("pod-1", "pod-2"),
                        new OutboundConfig(
                                Optional.empty(),
                                List.of(new OutboundConfig.Route(
                                        List.of(Sets.domain("a.example"), Sets.domain("b.example")),
                                        List.of(Sets.domain("c.example")),
                                        new NextHop(
                                                "hop.example",
                                                25,
                                                NextHop.Tls.REQUIRED,
                                                Optional.empty(),
                                                Optional.of(List.of(IpNetwork.parse("10.0.0.0/8")))))))),
                SmtpLimits.DEFAULT,
                MailboxLimits.DEFAULT.withClients(new ClientLimits(9, 2, 3, List.of(IpNetwork.parse("10.0.0.0/8")))),
                new MailboxRemovals(1, List.of(new MailboxRemovals.Removal("id-1", Sets.address("gone@example.org")))),
                new SmtpCredentials(
                        1, List.of(new SmtpCredentials.Login("a", "ü\u0001\t\"\\\uD83D\uDE00", new SecretText("p")))));
    }

    private static RoutingBucket everyKindOfDomain() {
        List<RoutedDomain> domains = Stream.of(
                        new DomainKind.Mailbox(),
                        new DomainKind.Alias(),
                        new DomainKind.Local(Sets.domain("example.org")),
                        new DomainKind.Relay(
                                new NextHop("10.0.0.1", 25, NextHop.Tls.OPPORTUNISTIC, Optional.empty()),
                                new DomainKind.RelayRecipients.Any()),
                        new DomainKind.Relay(
                                new NextHop("10.0.0.1", 25, NextHop.Tls.REQUIRED, Optional.empty()),
                                new DomainKind.RelayRecipients.Listed(List.of(Sets.address("X@relay.example")))),
                        new DomainKind.Unavailable("because"))
                .map(kind -> new RoutedDomain(
                        domainInBucketZero(kind.toString()),
                        kind,
                        List.of(Sets.address("Any.Body@elsewhere.example")),
                        Optional.of(Sets.address("alice@example.org")),
                        Optional.empty()))
                .sorted(java.util.Comparator.comparing(RoutedDomain::name))
                .toList();
        AliasEntry alias = new AliasEntry(
                Sets.address(addressInBucketZero()),
                new Expansion.Targets(List.of(Sets.address("\"a b\"@example.org")), true));
        return new RoutingBucket(1, 0, domains, List.of(alias));
    }

    private static UsersBucket everyKindOfUser() {
        UserEntry user = new UserEntry(
                Sets.address(addressInBucketZero()),
                "id",
                Optional.of("because"),
                true,
                Optional.of(5L),
                Optional.of(6L),
                List.of(new UserCredential(
                        "phone",
                        new SecretText("{SCRAM-SHA-256}x"),
                        List.of(ListenerProtocol.IMAP, ListenerProtocol.SUBMISSION),
                        Optional.of(Instant.parse("2030-01-01T00:00:00Z")))));
        return new UsersBucket(1, 0, List.of(user));
    }

    private static io.postwerk.mail.DomainName domainInBucketZero(String seed) {
        return java.util.stream.IntStream.iterate(Math.abs(seed.hashCode()), i -> i + 1)
                .mapToObj(i -> Sets.domain("d" + i + ".example"))
                .filter(d -> Buckets.of(d) == 0)
                .findFirst()
                .orElseThrow();
    }

    private static String addressInBucketZero() {
        return java.util.stream.IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> "u" + i + "@example.org")
                .filter(a -> Buckets.of(Sets.address(a)) == 0)
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("records")
    void readsBackWhatItWroteByteForByte(Record record) throws ConfigException {
        byte[] written = ConfigJson.write(record);
        Record read = ConfigJson.read(record.getClass(), "file.json", written);
        assertThat(read).isEqualTo(record);
        assertThat(ConfigJson.write(read)).isEqualTo(written);
    }

    @Test
    void writesSortedKeysAndOneEntryPerLine() {
        assertThat(text(new ConfigIndex(
                        1, Program.SMTP_SERVER, 7, new java.util.TreeMap<>(java.util.Map.of("b", "1", "a", "2")))))
                .isEqualTo("""
                        {
                        "files":{
                        "a":"2",
                        "b":"1"
                        },
                        "formatVersion":1,
                        "program":"smtp-server",
                        "sequence":7
                        }
                        """);
        assertThat(text(new RoutingBucket(
                        1,
                        38,
                        List.of(),
                        List.of(new AliasEntry(
                                Sets.address("info@example.org"),
                                new Expansion.Targets(List.of(Sets.address("Bob@example.org")), false))))))
                .isEqualTo("""
                        {
                        "aliases":[
                        {"address":"info@example.org","expansion":{"targets":{"addresses":["Bob@example.org"],"keepLocalCopy":false}}}
                        ],
                        "bucket":38,
                        "domains":[],
                        "formatVersion":1
                        }
                        """);
    }

    @Test
    void secretsDoNotShowThemselves() {
        assertThat(everyKindOfUser().toString()).doesNotContain("SCRAM").contains("(secret)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // what to replace | with what | the error
                "\"sequence\":7 | \"sequence\":7,\"more\":1 | index.json: $.more: no such key; known here are files, formatVersion, program, sequence",
                ",\"sequence\":7 | `` | index.json: $.sequence: missing",
                "\"sequence\":7 | \"sequence\":\"7\" | index.json: $.sequence: must be a whole number, not a string",
                "\"sequence\":7 | \"sequence\":7.0 | index.json: $.sequence: must be a whole number, not a number",
                "\"sequence\":7 | \"sequence\":7e0 | index.json: $.sequence: must be a whole number, not a number",
                "\"sequence\":7 | \"sequence\":null | index.json: $.sequence: must be a whole number, not null",
                "\"sequence\":7 | \"sequence\":true | index.json: $.sequence: must be a whole number, not true or false",
                "\"sequence\":7 | \"sequence\":[7] | index.json: $.sequence: must be a whole number, not a list",
                "\"sequence\":7 | \"sequence\":0 | index.json: $.sequence: 0 is out of bounds (1 to 9223372036854775807)",
                "\"sequence\":7 | \"sequence\":-1 | index.json: $.sequence: -1 is out of bounds (1 to 9223372036854775807)",
                "\"sequence\":7 | \"sequence\":9223372036854775808 | index.json: $.sequence: 9223372036854775808 is out of bounds (1 to 9223372036854775807)",
                ",\"sequence\":7 | ,\"sequenze\":7 | index.json: $.sequenze: no such key; known here are files, formatVersion, program, sequence",
                "\"sequence\":7 | \"sequence\":07 | index.json: line 1, column 75: Invalid numeric value: Leading zeroes not allowed",
                "\"sequence\":7 | \"sequence\":7,\"sequence\":8 | index.json: line 1, column 86: Duplicate field 'sequence'",
                "\"a\":\"00\" | \"a\":\"00\",\"a\":\"00\" | index.json: line 1, column 23: Duplicate field 'a'",
                "\"a\":\"00\" | \"a\":\"\" | index.json: $.files.a: a string of 0 characters is out of bounds (1 to 64)",
                "\"a\":\"00\" | \"a\":1 | index.json: $.files.a: must be a string, not a number",
                "smtp-server | mail-server | index.json: $.program: 'mail-server' is not one of smtp-server, imap-server, auth-sidecar",
                "\"smtp-server\" | 2147483648 | index.json: $.program: must be a string, not a number",
                "\"formatVersion\":1 | \"formatVersion\":2 | index.json: $.formatVersion: the file has format 2, and this program reads format 1",
                "\"formatVersion\":1 | \"new\":{\"a\":[1]},\"formatVersion\":2 | index.json: $.formatVersion: the file has format 2, and this program reads format 1",
                "\"sequence\":7} | \"sequence\":7}x | index.json: line 1, column 76: Unrecognized token 'x': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
                "\"sequence\":7} | \"sequence\":7}{} | index.json: something follows the end of the object",
                "\"sequence\":7} | \"sequence\":7} // comment | index.json: line 1, column 77: Unexpected character ('/' (code 47)): maybe a (non-standard) comment? (not recognized as one since Feature 'ALLOW_COMMENTS' not enabled for parser)",
                "\"sequence\":7} | \"sequence\":7,} | index.json: line 1, column 76: Unexpected character ('}' (code 125)): was expecting double-quote to start field name",
            })
    void refusesWhatIsNotExactlyRight(String old, String changed, String error) {
        String text = INDEX.replace(old.strip(), changed == null ? "" : changed.strip());
        assertThat(text).isNotEqualTo(INDEX);
        assertThatThrownBy(
                        () -> ConfigJson.read(ConfigIndex.class, "index.json", text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(ConfigException.class)
                .hasMessage(error.strip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"port\":2465 | \"port\":70000 | server.json: $.listeners[1].port: 70000 is out of bounds (1 to 65535)",
                "\"StartTLS\" | \"STARTTLS\" | server.json: $.listeners[0].tls: 'STARTTLS' is not one of None, StartTLS, Implicit",
                "10.0.0.0/8 | 10.0.0.1/8 | server.json: $.trustedNetworks[0]: '10.0.0.1/8' has bits set behind its prefix",
                "10.0.0.0/8 | 10.0.0.0 | server.json: $.trustedNetworks[0]: '10.0.0.0' is not a network in CIDR notation",
                "\"hostname\":\"mx.example.org\" | \"hostname\":\"\" | server.json: $.hostname: a string of 0 characters is out of bounds (1 to 253)",
                "\"queue\":{ | \"queue\":null,\"x\":{ | server.json: $.queue: must not be null",
                "[300,900,1800,3600] | [300,null] | server.json: $.queue.retrySeconds[1]: must not be null",
                "[300,900,1800,3600] | 300 | server.json: $.queue.retrySeconds: must be a list, not a number",
                "\"queue\":{ | \"queue\":7,\"x\":{ | server.json: $.queue: must be an object, not a number",
                "\"queue\":{ | \"queue\":\"\",\"x\":{ | server.json: $.queue: must be an object, not a string",
                "\"queue\":{ | \"queue\":[],\"x\":{ | server.json: $.queue: must be an object, not a list",
                "\"queue\":{ | \"queue\":true,\"x\":{ | server.json: $.queue: must be an object, not true or false",
                "\"requireTls\":true | \"requireTls\":\"true\" | server.json: $.auth.requireTls: must be true or false, not a string",
                "\"tls\":\"StartTLS\" | \"clientCa\":null,\"tls\":\"StartTLS\" | server.json: $.listeners[0].clientCa: must not be null",
                "\"tls\":\"StartTLS\" | \"tls\":1 | server.json: $.listeners[0].tls: must be a string, not a number",
                "[300,900,1800,3600] | [300,-1] | server.json: $.queue.retrySeconds[1]: -1 is out of bounds (0 to 2147483647)",
                "[300,900,1800,3600] | [300,2147483648] | server.json: $.queue.retrySeconds[1]: 2147483648 is out of bounds (0 to 2147483647)",
                "\"StartTLS\" | \" StartTLS\" | server.json: $.listeners[0].tls: ' StartTLS' is not one of None, StartTLS, Implicit",
                "\"StartTLS\" | \"\" | server.json: $.listeners[0].tls: '' is not one of None, StartTLS, Implicit",
                "[300,900,1800,3600] | [] | server.json: $.queue.retrySeconds: a list of 0 elements is out of bounds (1 to 32)",
            })
    void namesThePlaceInNestedValues(String old, String changed, String error) {
        String text = text(Servers.smtpServer()).replace(old.strip(), changed.strip());
        assertThatThrownBy(() ->
                        ConfigJson.read(SmtpServerConfig.class, "server.json", text.getBytes(StandardCharsets.UTF_8)))
                .hasMessage(error.strip());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"mailbox\":{}} | {} | $.domains[0].kind: must have one key out of alias, local, mailbox, relay, unavailable",
                "{\"mailbox\":{}} | {\"mail\":{}} | $.domains[0].kind: must have one key out of alias, local, mailbox, relay, unavailable",
                "{\"mailbox\":{}} | {\"mailbox\":{},\"alias\":{}} | $.domains[0].kind.mailbox: must be the only key",
                "{\"mailbox\":{}} | \"mailbox\" | $.domains[0].kind: must be an object, not a string",
                "{\"mailbox\":{}} | {\"mailbox\":7} | $.domains[0].kind.mailbox: must be an object, not a number",
                "{\"mailbox\":{}} | {\"mailbox\":\"\"} | $.domains[0].kind.mailbox: must be an object, not a string",
                "{\"mailbox\":{}} | {\"mailbox\":{\"a\":1}} | $.domains[0].kind.mailbox.a: no such key; none is known here",
                "{\"mailbox\":{}} | {\"local\":{\"a\":1}} | $.domains[0].kind.local.a: no such key; known here are usersFrom",
                "{\"mailbox\":{}} | {\"local\":{}} | $.domains[0].kind.local.usersFrom: missing",
                "{\"mailbox\":{}} | {\"local\":{\"usersFrom\":{}}} | $.domains[0].kind.local.usersFrom: must be a string, not an object",
                "\"catchAll\":[] | \"catchAll\":[{}] | $.domains[0].catchAll[0]: must be a string, not an object",
                "{\"mailbox\":{}} | {\"local\":{\"usersFrom\":\"Example.org\"}} | $.domains[0].kind.local.usersFrom: 'Example.org' should be written 'example.org'",
                "\"catchAll\":[] | \"catchAll\":[\"bob\"] | $.domains[0].catchAll[0]: 'bob' is not an address: address has no @",
                "example.org | example.net | $: 'example.net' belongs into bucket 61, not 63",
            })
    void refusesWrongRouting(String old, String changed, String error) {
        RoutedDomain domain = new RoutedDomain(
                Sets.domain("example.org"), new DomainKind.Mailbox(), List.of(), Optional.empty(), Optional.empty());
        String good = text(new RoutingBucket(1, Buckets.of(domain.name()), List.of(domain), List.of()));
        assertThatThrownBy(() -> ConfigJson.read(
                        RoutingBucket.class,
                        "r.json",
                        good.replace(old.strip(), changed.strip()).getBytes(StandardCharsets.UTF_8)))
                .hasMessage("r.json: " + error.strip());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\\u0000", "5"})
    void aStringIsNoNumberEvenIfItIsBlank(String text) {
        String good = text(everyKindOfUser());
        String bad = good.replace("\"quotaStorageOctets\":5", "\"quotaStorageOctets\":\"" + text + "\"");
        assertThat(bad).isNotEqualTo(good);
        assertThatThrownBy(() -> ConfigJson.read(UsersBucket.class, "u.json", bad.getBytes(StandardCharsets.UTF_8)))
                .hasMessage("u.json: $.users[0].quotaStorageOctets: must be a whole number, not a string");
    }

    @Test
    void refusesOtherEncodings() {
        for (var charset : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            assertThatThrownBy(() -> ConfigJson.read(ConfigIndex.class, "index.json", INDEX.getBytes(charset)))
                    .hasMessage("index.json: is not UTF-8 text");
        }
    }

    @ParameterizedTest
    @CsvSource({"'',an object,nothing", "null,an object,null", "[],an object,a list", "7,an object,a number"})
    void refusesWhatIsNoObject(String text, String wanted, String found) {
        assertThatThrownBy(
                        () -> ConfigJson.read(ConfigIndex.class, "index.json", text.getBytes(StandardCharsets.UTF_8)))
                .hasMessage("index.json: $: must be " + wanted + ", not " + found);
    }

    @Test
    void writesNoHalfOfASurrogatePair() {
        SmtpCredentials half =
                new SmtpCredentials(1, List.of(new SmtpCredentials.Login("a", "x\uD83D", new SecretText("p"))));
        assertThatThrownBy(() -> ConfigJson.write(half)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void equalValuesOfAFileAreOneObject() throws ConfigException {
        RoutingBucket read = ConfigJson.read(RoutingBucket.class, "r.json", ConfigJson.write(everyKindOfDomain()));
        assertThat(read.domains().get(0).postmaster().orElseThrow().domain())
                .isSameAs(read.domains().get(1).postmaster().orElseThrow().domain());
    }

    @Test
    void anythingElseIsAnErrorOfItsOwnKind() {
        Random random = new Random(20260101);
        byte[] good = ConfigJson.write(everyKindOfDomain());
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = good.clone();
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                ConfigJson.read(RoutingBucket.class, "f", bytes);
            } catch (ConfigException e) {
                assertThat(e.getMessage()).startsWith("f: ");
            } catch (RuntimeException e) {
                fail(new String(bytes, StandardCharsets.ISO_8859_1), e);
            }
        }
    }

    private static String text(Record record) {
        return new String(ConfigJson.write(record), StandardCharsets.UTF_8);
    }
}
