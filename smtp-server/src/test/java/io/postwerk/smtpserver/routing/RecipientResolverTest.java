package io.postwerk.smtpserver.routing;

import static io.postwerk.smtpserver.queue.QueueFixtures.address;
import static io.postwerk.smtpserver.routing.TableBuilder.domain;
import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.config.IpNetwork;
import io.postwerk.config.routing.RoutedDomain.SenderRoute;
import io.postwerk.config.routing.RoutingTable;
import io.postwerk.config.server.SmtpServerConfig.RecipientRestriction;
import io.postwerk.smtp.ForwardPath;
import io.postwerk.smtp.SmtpCommand;
import io.postwerk.smtp.SmtpCommandParser;
import io.postwerk.smtp.SmtpCommandParser.Line;
import io.postwerk.smtpserver.routing.RoutingRules.Standing;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipientResolverTest {
    private static final Standing STRANGER = new Standing(false, false, Optional.empty());
    private static final Standing USER = new Standing(false, true, Optional.empty());
    private static final Standing TRUSTED = new Standing(true, false, Optional.empty());

    private final FakeUsers users = new FakeUsers()
            .with("alice@example.org", "bob@example.org", "carol@example.net", "\"odd one\"@example.org")
            .disabled("dave@example.org")
            .unavailable("eve@example.org");

    private final TableBuilder table = new TableBuilder()
            .mailbox("example.org", "alice@example.org")
            .mailbox("example.net")
            .mailbox("half.test", "alice@example.org")
            .incomplete("half.test")
            .mailbox("catch.test")
            .catchAll("catch.test", "bob@example.org")
            .alias("alias.test")
            .local("local.test", "example.org")
            .local("odd-local.test", "alias.test")
            .unavailable("broken.test")
            .relayAny("any.test", "inner.example.org")
            .relayListed("listed.test", "inner.example.org", "one@listed.test", "Two@listed.test")
            .alias("info@example.org", "alice@example.org", "bob@example.org")
            .alias("all@example.org", "info@example.org", "carol@example.net", "Bob@example.org")
            .alias("hello@alias.test", "bob@example.org")
            .alias("away@alias.test", "someone@elsewhere.test")
            .alias("both@alias.test", "alice@example.org", "someone@elsewhere.test")
            .alias("dead@alias.test", "nobody@example.org")
            .alias("half@alias.test", "alice@example.org", "nobody@example.org")
            .alias("doubt@alias.test", "nobody@example.org", "eve@example.org")
            .alias("maybe@alias.test", "unknown@half.test")
            .alias("loop1@alias.test", "loop2@alias.test")
            .alias("loop2@alias.test", "loop1@alias.test")
            .alias("self@alias.test", "self@alias.test")
            .alias("round@alias.test", "round@alias.test", "bob@example.org")
            .alias("inner@alias.test", "one@listed.test", "user@any.test")
            .alias("unlisted@alias.test", "three@listed.test")
            .alias("list!old%style@any.test", "alice@example.org")
            .brokenAlias("broken@alias.test")
            .forward("gone@example.org", true, "alice@example.org")
            .forward("bob@example.org", true, "alice@example.org")
            .forward("carol@example.net", false, "someone@elsewhere.test")
            .postmaster("alice@example.org");

    private static final RoutingRules RULES = new RoutingRules(
            Optional.of(domain("mx.example.org")),
            List.of(IpNetwork.parse("192.0.2.0/24")),
            List.of(RecipientRestriction.values()));

    private String resolve(TableBuilder routing, Standing standing, boolean outboundRoute, String path) {
        RecipientResolver resolver = new RecipientResolver(RULES, users);
        RoutingTable built = routing.outboundIf(outboundRoute).build();
        return shown(resolver.resolve(Optional.of(built), standing, forwardPath(path)));
    }

    /** Reads the path as a client sends it. */
    static ForwardPath forwardPath(String path) {
        Line line = SmtpCommandParser.parse(("RCPT TO:" + path).getBytes(StandardCharsets.UTF_8));
        assertThat(line).isInstanceOf(Line.Valid.class);
        return ((SmtpCommand.Rcpt) ((Line.Valid) line).command()).forwardPath();
    }

    static String shown(Resolution resolution) {
        return switch (resolution) {
            case Resolution.Accepted(List<Target> targets) ->
                targets.stream()
                        .map(target -> switch (target.destination()) {
                            case MAILBOX -> target.place().replaceFirst("mailbox ", "");
                            case REMOTE -> "remote-" + target.address();
                            case SUBMITTED -> "submitted-" + target.address();
                            case RELAY -> "relayed-" + target.address();
                        })
                        .collect(Collectors.joining(" "));
            case Resolution.Refused refused -> {
                String reply = refused.reply().toString();
                yield reply.substring(0, 9);
            }
        };
    }

    @ParameterizedTest
    @CsvSource({
        // Ours, in any spelling
        "<alice@example.org>,               id-alice@example.org",
        "<Alice@EXAMPLE.org>,               id-alice@example.org",
        "<\"alice\"@example.org>,           id-alice@example.org",
        "<\"odd one\"@example.org>,         id-\"odd one\"@example.org",
        // RFC 5321 4.5.1
        "<postmaster>,                      id-alice@example.org",
        "<POSTMASTER>,                      id-alice@example.org",
        "<postmaster@example.org>,          id-alice@example.org",
        "<PostMaster@Example.Org>,          id-alice@example.org",
        "<postmaster@mx.example.org>,       id-alice@example.org",
        "<postmaster@local.test>,           id-alice@example.org",
        "<postmaster@example.net>,          451 4.3.0",
        "<postmaster@alias.test>,           451 4.3.0",
        "<postmaster@broken.test>,          451 4.3.0",
        "<postmaster@listed.test>,          relayed-postmaster@listed.test",
        "<postmaster@elsewhere.test>,       554 5.7.1",
        // Not there. Nothing in a local part means anything here
        "<nobody@example.org>,              550 5.1.1",
        "<user%elsewhere.test@example.org>, 550 5.1.1",
        "<\"user@elsewhere.test\"@example.org>, 550 5.1.1",
        "<elsewhere.test!user@example.org>, 550 5.1.1",
        "<nobody@alias.test>,               550 5.1.1",
        "<nobody@local.test>,               550 5.1.1",
        "<three@listed.test>,               550 5.1.1",
        // In doubt
        "<eve@example.org>,                 451 4.3.0",
        "<alice@broken.test>,               451 4.3.0",
        "<nobody@half.test>,                451 4.3.0",
        "<broken@alias.test>,               451 4.3.0",
        "<maybe@alias.test>,                451 4.3.0",
        "<doubt@alias.test>,                451 4.3.0",
        "<alice@odd-local.test>,            451 4.3.0",
        // May not log in, still receives
        "<dave@example.org>,                id-dave@example.org",
        // RFC 5321 3.9.1: aliases; and forwards and catch-alls, which are as good
        "<info@example.org>,                id-alice@example.org id-bob@example.org",
        "<hello@alias.test>,                id-bob@example.org id-alice@example.org",
        "<bob@example.org>,                 id-bob@example.org id-alice@example.org",
        "<alice@local.test>,                id-alice@example.org",
        "<info@local.test>,                 id-alice@example.org id-bob@example.org",
        "<whoever@catch.test>,              id-bob@example.org id-alice@example.org",
        "<round@alias.test>,                id-bob@example.org id-alice@example.org",
        // Aliases that lead nowhere
        "<loop1@alias.test>,                451 4.3.5",
        "<self@alias.test>,                 451 4.3.5",
        "<dead@alias.test>,                 451 4.3.5",
        "<half@alias.test>,                 451 4.3.5",
        "<unlisted@alias.test>,             451 4.3.5",
        "<gone@example.org>,                451 4.3.5",
        // Relay domains
        "<user@any.test>,                   relayed-user@any.test",
        "<one@listed.test>,                 relayed-one@listed.test",
        "<two@LISTED.test>,                 relayed-two@listed.test",
        "<inner@alias.test>,                relayed-one@listed.test relayed-user@any.test",
        "<list!old%style@any.test>,         id-alice@example.org",
        // Forwards out of the house need a way there
        "<away@alias.test>,                 550 5.4.4",
        "<both@alias.test>,                 550 5.4.4",
        "<carol@example.net>,               550 5.4.4",
        "<all@example.org>,                 550 5.4.4",
    })
    void resolvesForStrangers(String path, String expected) {
        assertThat(resolve(table, STRANGER, false, path)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "<away@alias.test>,     remote-someone@elsewhere.test",
        "<both@alias.test>,     id-alice@example.org remote-someone@elsewhere.test",
        "<carol@example.net>,   remote-someone@elsewhere.test",
        "<all@example.org>,     id-bob@example.org id-alice@example.org remote-someone@elsewhere.test",
    })
    void forwardsWhereThereIsAWay(String path, String expected) {
        assertThat(resolve(table, STRANGER, true, path).split(" ")).containsExactlyInAnyOrder(expected.split(" "));
    }

    /** Every form in which a stranger may try to have mail relayed: none gets through, with a next hop or without. */
    @ParameterizedTest
    @CsvSource({
        "<someone@elsewhere.test>,                              554 5.7.1",
        "<\"someone\"@elsewhere.test>,                          554 5.7.1",
        "<SomeOne@ElseWhere.Test>,                              554 5.7.1",
        "<@example.org:someone@elsewhere.test>,                 554 5.7.1",
        "'<@example.org,@example.net:someone@elsewhere.test>',  554 5.7.1",
        "<someone%elsewhere.test@example.org>,                  550 5.1.1",
        "<someone%elsewhere.test%example.org@example.org>,      550 5.1.1",
        "<\"someone@elsewhere.test\"@example.org>,              550 5.1.1",
        "<\"someone%elsewhere.test\"@example.org>,              550 5.1.1",
        "<elsewhere.test!someone@example.org>,                  550 5.1.1",
        "<\"elsewhere.test!someone\"@example.org>,              550 5.1.1",
        "<someone%elsewhere.test@local.test>,                   550 5.1.1",
        "<someone%elsewhere.test@alias.test>,                   550 5.1.1",
        "<someone%elsewhere.test@mx.example.org>,               554 5.7.1",
        "<someone@mx.example.org>,                              554 5.7.1",
        "<someone@sub.example.org>,                             554 5.7.1",
        "<someone@example.org.elsewhere.test>,                  554 5.7.1",
        "<someone@notexample.org>,                              554 5.7.1",
        "<someone@org>,                                         554 5.7.1",
        "<someone%elsewhere.test@any.test>,                     554 5.7.1",
        "<\"someone@elsewhere.test\"@any.test>,                 554 5.7.1",
        "<elsewhere.test!someone@any.test>,                     554 5.7.1",
        "<someone%elsewhere.test@listed.test>,                  550 5.1.1",
        "<someone%elsewhere.test@half.test>,                    451 4.3.0",
        "<postmaster%elsewhere.test@example.org>,               550 5.1.1",
        "<postmaster@elsewhere.test>,                           554 5.7.1",
    })
    void relaysForNoStranger(String path, String expected) {
        assertThat(resolve(table, STRANGER, false, path)).isEqualTo(expected);
        assertThat(resolve(table, STRANGER, true, path)).isEqualTo(expected);
    }

    @Test
    void catchAllTakesARoutedLocalPartAsAName() {
        assertThat(resolve(table, STRANGER, true, "<someone%elsewhere.test@catch.test>"))
                .isEqualTo("id-bob@example.org id-alice@example.org");
    }

    @ParameterizedTest
    @CsvSource({
        "<someone@elsewhere.test>,         remote-someone@elsewhere.test, 550 5.4.4",
        "<@example.org:a@elsewhere.test>,  remote-a@elsewhere.test,       550 5.4.4",
        "<nobody@example.org>,             550 5.1.1,                     550 5.1.1",
        "<alice@example.org>,              id-alice@example.org,          id-alice@example.org",
        "<user%x@any.test>,                relayed-user%x@any.test,        relayed-user%x@any.test",
    })
    void relaysForThoseWhoMay(String path, String withRoute, String withoutRoute) {
        for (Standing standing : List.of(USER, TRUSTED)) {
            assertThat(resolve(table, standing, true, path)).isEqualTo(withRoute);
            assertThat(resolve(table, standing, false, path)).isEqualTo(withoutRoute);
        }
    }

    @Test
    void usersHaveTheWayOfTheirDomain() {
        TableBuilder routing = new TableBuilder()
                .mailbox("example.org")
                .senders("example.org", new SenderRoute.Via(TableBuilder.hop("own.example.net")))
                .mailbox("example.net")
                .senders("example.net", new SenderRoute.Unavailable("its Relay is invalid"))
                .mailbox("example.com")
                .route("routed.test", TableBuilder.hop("partner.example.net"));
        Standing alice = new Standing(false, true, Optional.of(domain("example.org")));
        Standing carol = new Standing(false, true, Optional.of(domain("example.net")));
        Standing dave = new Standing(false, true, Optional.of(domain("example.com")));
        assertThat(resolve(routing, alice, false, "<a@elsewhere.test>")).isEqualTo("submitted-a@elsewhere.test");
        assertThat(resolve(routing, carol, true, "<a@elsewhere.test>")).isEqualTo("451 4.3.0");
        assertThat(resolve(routing, dave, false, "<a@elsewhere.test>")).isEqualTo("550 5.4.4");
        assertThat(resolve(routing, dave, true, "<a@elsewhere.test>")).isEqualTo("submitted-a@elsewhere.test");
        assertThat(resolve(routing, TRUSTED, false, "<a@elsewhere.test>")).isEqualTo("550 5.4.4");
        assertThat(resolve(routing, TRUSTED, false, "<a@routed.test>")).isEqualTo("remote-a@routed.test");
    }

    @Test
    void saysWhatToConfigureWhereThereIsNoRoute() {
        RecipientResolver resolver = new RecipientResolver(RULES, users);
        Resolution resolution =
                resolver.resolve(Optional.of(table.build()), USER, forwardPath("<someone@elsewhere.test>"));
        assertThat(((Resolution.Refused) resolution).reply().toString())
                .contains("elsewhere.test")
                .contains("MailServer.spec.outbound.nextHop");
    }

    @Test
    void doesNotTellStrangersWhereAnAddressForwardsTo() {
        RecipientResolver resolver = new RecipientResolver(RULES, users);
        Resolution resolution =
                resolver.resolve(Optional.of(table.build()), STRANGER, forwardPath("<carol@example.net>"));
        assertThat(((Resolution.Refused) resolution).reply().toString()).doesNotContain("elsewhere");
    }

    @Test
    void answersLaterBeforeThereIsAConfiguration() {
        RecipientResolver resolver = new RecipientResolver(RULES, users);
        for (String path : List.of("<alice@example.org>", "<postmaster>", "<someone@elsewhere.test>")) {
            assertThat(shown(resolver.resolve(Optional.empty(), USER, forwardPath(path))))
                    .startsWith("451 4.3.5");
        }
    }

    @Test
    void answersLaterWhileUsersLagBehindTheRouting() {
        users.at(7);
        assertThat(resolve(table, STRANGER, false, "<alice@example.org>")).isEqualTo("id-alice@example.org");
        TableBuilder newer =
                new TableBuilder().mailbox("example.org", "alice@example.org").sequence(8);
        assertThat(resolve(newer, STRANGER, false, "<alice@example.org>")).isEqualTo("451 4.3.0");
        assertThat(resolve(newer, STRANGER, false, "<nobody@example.org>")).isEqualTo("451 4.3.0");
    }

    @Test
    void asksForRestrictionsInTheirOrder() {
        RoutingRules nobody = new RoutingRules(
                Optional.empty(),
                List.of(),
                List.of(
                        RecipientRestriction.REJECT_UNAUTHORIZED_DESTINATION,
                        RecipientRestriction.PERMIT_AUTHENTICATED));
        RoutingRules none = new RoutingRules(Optional.empty(), List.of(), List.of());
        for (RoutingRules rules : List.of(nobody, none)) {
            RecipientResolver resolver = new RecipientResolver(rules, users);
            for (Standing standing : List.of(USER, TRUSTED, STRANGER)) {
                assertThat(shown(resolver.resolve(
                                Optional.of(table.build()), standing, forwardPath("<someone@elsewhere.test>"))))
                        .isEqualTo("554 5.7.1");
                assertThat(shown(resolver.resolve(
                                Optional.of(table.build()), standing, forwardPath("<alice@example.org>"))))
                        .isEqualTo("id-alice@example.org");
            }
        }
    }

    @Test
    void trustsNetworksAndNothingElse() throws Exception {
        RoutingRules rules = RULES;
        assertThat(rules.standing(Optional.of(InetAddress.ofLiteral("192.0.2.7")), false, Optional.empty()))
                .isEqualTo(TRUSTED);
        assertThat(rules.standing(Optional.of(InetAddress.ofLiteral("::ffff:192.0.2.7")), false, Optional.empty()))
                .isEqualTo(TRUSTED);
        for (String other : List.of("192.0.3.7", "127.0.0.1", "::1", "10.0.0.1")) {
            assertThat(rules.standing(Optional.of(InetAddress.ofLiteral(other)), false, Optional.empty()))
                    .isEqualTo(STRANGER);
        }
        assertThat(rules.standing(Optional.empty(), true, Optional.empty())).isEqualTo(USER);
    }

    @Test
    void followsAtMostSoManyAliasesInARow() {
        for (int depth : new int[] {AliasExpansion.MAX_DEPTH, AliasExpansion.MAX_DEPTH + 1}) {
            TableBuilder builder = new TableBuilder().mailbox("example.org");
            for (int i = 0; i < depth - 1; i++) {
                builder.alias("a" + i + "@example.org", "a" + (i + 1) + "@example.org");
            }
            builder.alias("a" + (depth - 1) + "@example.org", "alice@example.org");
            assertThat(resolve(builder, STRANGER, false, "<a0@example.org>"))
                    .isEqualTo(depth == AliasExpansion.MAX_DEPTH ? "id-alice@example.org" : "451 4.3.5");
        }
    }

    @Test
    void expandsToAtMostSoManyAddresses() {
        for (int count : new int[] {AliasExpansion.MAX_ADDRESSES - 1, AliasExpansion.MAX_ADDRESSES}) {
            String[] many = IntStream.range(0, count)
                    .mapToObj(i -> "u" + i + "@example.org")
                    .toArray(String[]::new);
            users.with(many);
            TableBuilder routing = new TableBuilder().mailbox("example.org").alias("many@example.org", many);
            String resolved = resolve(routing, STRANGER, false, "<many@example.org>");
            if (count < AliasExpansion.MAX_ADDRESSES) {
                assertThat(resolved.split(" ")).hasSize(count);
            } else {
                assertThat(resolved).isEqualTo("451 4.3.5");
            }
        }
    }

    @Test
    void keepsTheCaseOfForeignLocalPartsApart() {
        TableBuilder routing = new TableBuilder().alias("alias.test").alias("x@alias.test", "User@elsewhere.test");
        assertThat(resolve(routing, STRANGER, true, "<x@alias.test>")).isEqualTo("remote-User@elsewhere.test");
        assertThat(Target.remote(address("User@x.test"), false))
                .isNotEqualTo(Target.remote(address("user@x.test"), false));
    }

    @Test
    void leadsOurOwnReportsWhereverTheyMustGo() {
        RecipientResolver resolver = new RecipientResolver(RULES, users);
        RoutingTable routed = table.outboundIf(true).build();
        assertThat(shown(resolver.resolveOwn(Optional.of(routed), address("a@elsewhere.test"))))
                .isEqualTo("remote-a@elsewhere.test");
        assertThat(shown(resolver.resolveOwn(Optional.of(table.build()), address("info@example.org"))))
                .isEqualTo("id-alice@example.org id-bob@example.org");
        assertThat(shown(resolver.resolveOwn(Optional.empty(), address("info@example.org"))))
                .startsWith("451");
    }
}
