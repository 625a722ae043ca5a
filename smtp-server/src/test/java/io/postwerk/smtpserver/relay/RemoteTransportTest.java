package io.postwerk.smtpserver.relay;

import static io.postwerk.smtpserver.queue.QueueFixtures.NOW;
import static io.postwerk.smtpserver.queue.QueueFixtures.address;
import static io.postwerk.smtpserver.queue.QueueFixtures.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.config.IpNetwork;
import io.postwerk.config.routing.NextHop;
import io.postwerk.config.routing.RoutedDomain.SenderRoute;
import io.postwerk.config.routing.RoutingTable;
import io.postwerk.mail.MailId;
import io.postwerk.smtp.client.ClientSettings;
import io.postwerk.smtpserver.Destination;
import io.postwerk.smtpserver.queue.DeliveryTransport.Outcome;
import io.postwerk.smtpserver.queue.QueuedMail;
import io.postwerk.smtpserver.queue.QueuedRecipient;
import io.postwerk.smtpserver.routing.TableBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Mail to next hops, over real sockets. */
@Timeout(60)
class RemoteTransportTest {
    private static final ClientSettings SETTINGS = ClientSettings.of("mx.example.org")
            .withTimeouts(ClientSettings.Timeouts.DEFAULT
                    .withConnect(Duration.ofSeconds(10))
                    .withReplies(Duration.ofSeconds(10)));

    private static NextHop hop(ScriptedServer server, NextHop.Tls tls, Optional<String> credentials) {
        return new NextHop("127.0.0.1", server.address().getPort(), tls, credentials);
    }

    private static RemoteTransport transport(ScriptedServer server, Optional<NextHop> outbound, TableBuilder table) {
        outbound.ifPresent(table::outbound);
        RoutingTable built = table.build();
        return new RemoteTransport(new RouteResolver(() -> Optional.of(built)), server.client(), SETTINGS, 2);
    }

    private static QueuedMail mail(String... recipients) {
        List<QueuedRecipient> list = new ArrayList<>();
        for (String recipient : recipients) {
            list.add(QueuedRecipient.create(
                    list.size(), address(recipient), address(recipient), Destination.REMOTE, NOW));
        }
        return new QueuedMail(MailId.create(0), NOW, Optional.empty(), false, 4, list);
    }

    private static List<Outcome> deliver(RemoteTransport transport, QueuedMail mail) {
        return transport.deliver(mail, mail.recipients(), body("x\r\n"));
    }

    @Test
    void passesMailOnWithTheNullReversePathAndWithoutDeliveryIds() throws Exception {
        try (ScriptedServer server = ScriptedServer.taking(command -> "")) {
            RemoteTransport transport = transport(
                    server, Optional.of(hop(server, NextHop.Tls.OPPORTUNISTIC, Optional.empty())), new TableBuilder());
            assertThat(deliver(transport, mail("a@elsewhere.test", "B@Elsewhere.test")))
                    .containsExactly(new Outcome.Delivered("127.0.0.1"), new Outcome.Delivered("127.0.0.1"));
            assertThat(server.heard())
                    .startsWith(
                            "EHLO mx.example.org",
                            "MAIL FROM:<>",
                            "RCPT TO:<a@elsewhere.test>",
                            "RCPT TO:<B@elsewhere.test>",
                            "DATA",
                            "message: x|");
            deliver(transport, mail("c@elsewhere.test"));
            assertThat(server.connections()).isEqualTo(1);
            transport.close();
            assertThat(server.heard().getLast()).isEqualTo("QUIT");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "RCPT TO:<a; 550 5.1.1 unknown;   Refused;     550 5.1.1 unknown",
                "RCPT TO:<a; 450 greylisted;      Refused;     450 4.0.0 greylisted",
                ".;          554 5.7.1 spam;      Refused;     554 5.7.1 spam",
                ".;          421 4.3.2 leaving!;  Lost;        421 4.3.2 leaving",
                ".;          !;                   Lost;        450 4.4.2",
                "MAIL;       !;                   Lost;        450 4.4.2",
                "GREETING;   554 5.7.1 blocked!;  Unreachable; 450 4.4.1",
                "EHLO;       !;                   Unreachable; 450 4.4.1",
            })
    void saysWhatBecameOfIt(String at, String answer, String outcome, String reason) throws Exception {
        try (ScriptedServer server = ScriptedServer.taking(command -> command.startsWith(at) ? answer : "")) {
            RemoteTransport transport = transport(
                    server, Optional.of(hop(server, NextHop.Tls.OPPORTUNISTIC, Optional.empty())), new TableBuilder());
            assertThat(deliver(transport, mail("a@elsewhere.test")))
                    .singleElement()
                    .satisfies(it -> {
                        assertThat(it.getClass().getSimpleName()).isEqualTo(outcome);
                        assertThat(it.toString()).contains(reason.split(" ")[0]).contains(reason.split(" ")[1]);
                    });
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"REQUIRED", "VERIFIED"})
    void keepsMailFromAServerWithoutTls(NextHop.Tls tls) throws Exception {
        try (ScriptedServer server = ScriptedServer.taking(command -> "")) {
            RemoteTransport transport =
                    transport(server, Optional.of(hop(server, tls, Optional.empty())), new TableBuilder());
            assertThat(deliver(transport, mail("a@elsewhere.test"))).hasOnlyElementsOfType(Outcome.Unreachable.class);
            assertThat(server.heard()).noneMatch(command -> command.startsWith("MAIL"));
        }
    }

    @Test
    void sendsNoPasswordInTheClearNorMailWithoutTheLogin() throws Exception {
        try (ScriptedServer server = ScriptedServer.taking(command -> "")) {
            RemoteTransport transport = transport(
                    server,
                    Optional.of(hop(server, NextHop.Tls.OPPORTUNISTIC, Optional.of("smarthost"))),
                    new TableBuilder());
            assertThat(deliver(transport, mail("a@elsewhere.test"))).hasOnlyElementsOfType(Outcome.Unreachable.class);
            assertThat(server.heard()).isEmpty();
        }
    }

    @Test
    void sendsEachDomainToItsRelay() throws Exception {
        try (ScriptedServer inner = ScriptedServer.taking(command -> "");
                ScriptedServer outer = ScriptedServer.taking(command -> "")) {
            TableBuilder table =
                    new TableBuilder().relayAny("inner.test", hop(inner, NextHop.Tls.OPPORTUNISTIC, Optional.empty()));
            RemoteTransport transport =
                    transport(outer, Optional.of(hop(outer, NextHop.Tls.OPPORTUNISTIC, Optional.empty())), table);
            QueuedMail mail = mail("a@inner.test", "b@elsewhere.test", "c@inner.test");
            assertThat(mail.recipients().stream().map(it -> transport.nextHop(mail, it)))
                    .containsExactly(
                            "127.0.0.1:" + inner.address().getPort(),
                            "127.0.0.1:" + outer.address().getPort(),
                            "127.0.0.1:" + inner.address().getPort());
            assertThat(deliver(transport, mail))
                    .hasOnlyElementsOfType(Outcome.Delivered.class)
                    .hasSize(3);
            assertThat(inner.heard()).contains("RCPT TO:<a@inner.test>", "RCPT TO:<c@inner.test>");
            assertThat(outer.heard()).contains("RCPT TO:<b@elsewhere.test>").doesNotContain("RCPT TO:<a@inner.test>");
        }
    }

    @Test
    void waitsWhereTheRouteIsGone() throws Exception {
        try (ScriptedServer server = ScriptedServer.taking(command -> "")) {
            RemoteTransport transport = transport(server, Optional.empty(), new TableBuilder());
            QueuedMail mail = mail("a@elsewhere.test");
            assertThat(transport.nextHop(mail, mail.recipients().getFirst())).isEqualTo("no next hop");
            assertThat(deliver(transport, mail))
                    .singleElement()
                    .isInstanceOfSatisfying(Outcome.Refused.class, refused -> {
                        assertThat(refused.failure().permanent()).isFalse();
                        assertThat(refused.failure().enhanced()).hasToString("4.4.4");
                    });
        }
    }

    private static NextHop hop(ScriptedServer server) {
        return hop(server, NextHop.Tls.OPPORTUNISTIC, Optional.empty());
    }

    private static QueuedMail from(String sender, Destination destination, String recipient) {
        QueuedRecipient only = QueuedRecipient.create(0, address(recipient), address(recipient), destination, NOW);
        return new QueuedMail(MailId.create(0), NOW, Optional.of(address(sender)), false, 4, List.of(only));
    }

    @Test
    void takesTheMostSpecificRoute() throws Exception {
        try (ScriptedServer exact = ScriptedServer.taking(command -> "");
                ScriptedServer below = ScriptedServer.taking(command -> "");
                ScriptedServer rest = ScriptedServer.taking(command -> "")) {
            TableBuilder table = new TableBuilder()
                    .route("*.test", hop(rest))
                    .route("*.partner.test", hop(below))
                    .route("partner.test", hop(exact))
                    .route("special.partner.test", hop(exact));
            RemoteTransport transport = transport(rest, Optional.of(hop(rest)), table);
            QueuedMail mail = mail(
                    "a@partner.test",
                    "b@mail.partner.test",
                    "c@special.partner.test",
                    "d@x.special.partner.test",
                    "e@other.test",
                    "f@notpartner.test",
                    "g@elsewhere.example");
            assertThat(deliver(transport, mail)).hasOnlyElementsOfType(Outcome.Delivered.class);
            assertThat(exact.heard()).contains("RCPT TO:<a@partner.test>", "RCPT TO:<c@special.partner.test>");
            assertThat(below.heard()).contains("RCPT TO:<b@mail.partner.test>", "RCPT TO:<d@x.special.partner.test>");
            assertThat(rest.heard())
                    .contains("RCPT TO:<e@other.test>", "RCPT TO:<f@notpartner.test>", "RCPT TO:<g@elsewhere.example>");
        }
    }

    @Test
    void sendsWhatUsersSubmitTheWayOfTheirDomain() throws Exception {
        try (ScriptedServer own = ScriptedServer.taking(command -> "");
                ScriptedServer general = ScriptedServer.taking(command -> "")) {
            TableBuilder table = new TableBuilder()
                    .mailbox("example.org")
                    .senders("example.org", new SenderRoute.Via(hop(own)))
                    .mailbox("example.net")
                    .route("routed.test", hop(general));
            RemoteTransport transport = transport(general, Optional.of(hop(general)), table);
            for (String to : List.of("a@elsewhere.test", "b@routed.test")) {
                deliver(transport, from("alice@example.org", Destination.SUBMITTED, to));
            }
            assertThat(own.heard()).contains("RCPT TO:<a@elsewhere.test>", "RCPT TO:<b@routed.test>");
            assertThat(general.heard()).isEmpty();

            // A stranger may write any address into the reverse-path, and gets no other's server by it.
            deliver(transport, from("alice@example.org", Destination.REMOTE, "c@elsewhere.test"));
            deliver(transport, from("bob@example.net", Destination.SUBMITTED, "d@elsewhere.test"));
            assertThat(general.heard()).contains("RCPT TO:<c@elsewhere.test>", "RCPT TO:<d@elsewhere.test>");
            assertThat(own.heard()).doesNotContain("RCPT TO:<c@elsewhere.test>", "RCPT TO:<d@elsewhere.test>");
        }
    }

    @Test
    void keepsMailWhoseRelayIsGoneOrOutOfOrder() throws Exception {
        try (ScriptedServer general = ScriptedServer.taking(command -> "")) {
            TableBuilder table = new TableBuilder()
                    .unavailable("broken.test")
                    .mailbox("example.org")
                    .senders("example.org", new SenderRoute.Unavailable("Relay team/out lacks its Secret"));
            RemoteTransport transport = transport(general, Optional.of(hop(general)), table);
            for (QueuedMail mail : List.of(
                    from("stranger@elsewhere.test", Destination.RELAY, "a@turned-away.test"),
                    from("stranger@elsewhere.test", Destination.RELAY, "b@broken.test"),
                    from("stranger@elsewhere.test", Destination.REMOTE, "c@broken.test"),
                    from("alice@example.org", Destination.SUBMITTED, "d@elsewhere.test"))) {
                assertThat(transport.nextHop(mail, mail.recipients().getFirst()))
                        .isEqualTo("no next hop");
                assertThat(deliver(transport, mail))
                        .singleElement()
                        .isInstanceOfSatisfying(
                                Outcome.Refused.class,
                                refused -> assertThat(refused.failure().permanent())
                                        .isFalse());
            }
            assertThat(general.heard()).isEmpty();
        }
    }

    @Test
    void connectsToPermittedAddressesOnly() throws Exception {
        try (ScriptedServer server = ScriptedServer.taking(command -> "")) {
            int port = server.address().getPort();
            for (String host : List.of("127.0.0.1", "localhost")) {
                NextHop limited =
                        new NextHop(host, port, NextHop.Tls.OPPORTUNISTIC, Optional.empty(), Optional.of(List.of()));
                RemoteTransport transport = transport(server, Optional.of(limited), new TableBuilder());
                assertThat(deliver(transport, mail("a@elsewhere.test")))
                        .singleElement()
                        .isInstanceOfSatisfying(
                                Outcome.Unreachable.class,
                                unreachable ->
                                        assertThat(unreachable.failure().text()).contains("not permitted"));
            }
            assertThat(server.heard()).isEmpty();
            NextHop allowed = new NextHop(
                    "127.0.0.1",
                    port,
                    NextHop.Tls.OPPORTUNISTIC,
                    Optional.empty(),
                    Optional.of(List.of(IpNetwork.parse("127.0.0.0/8"))));
            assertThat(deliver(transport(server, Optional.of(allowed), new TableBuilder()), mail("a@elsewhere.test")))
                    .hasOnlyElementsOfType(Outcome.Delivered.class);
        }
    }
}
