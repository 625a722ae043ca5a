package io.postwerk.smtpserver.relay;

import static io.postwerk.smtpserver.queue.QueueFixtures.NOW;
import static io.postwerk.smtpserver.queue.QueueFixtures.address;
import static io.postwerk.smtpserver.queue.QueueFixtures.body;
import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.config.NextHop;
import io.postwerk.config.NextHopTls;
import io.postwerk.config.RoutingTable;
import io.postwerk.smtp.client.ClientSettings;
import io.postwerk.smtp.client.ClientTimeouts;
import io.postwerk.smtpserver.Destination;
import io.postwerk.smtpserver.MailId;
import io.postwerk.smtpserver.queue.Carrier.Outcome;
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
class RemoteCarrierTest {
    private static final ClientSettings SETTINGS = ClientSettings.of("mx.example.org")
            .withTimeouts(
                    ClientTimeouts.DEFAULT.withConnect(Duration.ofSeconds(10)).withReplies(Duration.ofSeconds(10)));

    private static NextHop hop(ScriptedServer server, NextHopTls tls, Optional<String> credentials) {
        return new NextHop("127.0.0.1", server.address().getPort(), tls, credentials);
    }

    private static RemoteCarrier carrier(ScriptedServer server, Optional<NextHop> outbound, RoutingTable table) {
        return new RemoteCarrier(new NextHops(outbound, () -> Optional.of(table)), server.client(), SETTINGS, 2);
    }

    private static QueuedMail mail(String... recipients) {
        List<QueuedRecipient> list = new ArrayList<>();
        for (String recipient : recipients) {
            list.add(QueuedRecipient.create(
                    list.size(), address(recipient), address(recipient), Destination.REMOTE, NOW));
        }
        return new QueuedMail(MailId.create(0), NOW, Optional.empty(), false, 4, list);
    }

    private static List<Outcome> carry(RemoteCarrier carrier, QueuedMail mail) {
        return carrier.carry(mail, mail.recipients(), body("x\r\n"));
    }

    @Test
    void passesMailOnWithTheNullReversePathAndWithoutDeliveryIds() throws Exception {
        try (ScriptedServer server = ScriptedServer.taking(command -> "")) {
            RemoteCarrier carrier = carrier(
                    server,
                    Optional.of(hop(server, NextHopTls.OPPORTUNISTIC, Optional.empty())),
                    new TableBuilder().build());
            assertThat(carry(carrier, mail("a@elsewhere.test", "B@Elsewhere.test")))
                    .containsExactly(new Outcome.Delivered("127.0.0.1"), new Outcome.Delivered("127.0.0.1"));
            assertThat(server.heard())
                    .startsWith(
                            "EHLO mx.example.org",
                            "MAIL FROM:<>",
                            "RCPT TO:<a@elsewhere.test>",
                            "RCPT TO:<B@elsewhere.test>",
                            "DATA",
                            "message: x|");
            carry(carrier, mail("c@elsewhere.test"));
            assertThat(server.connections()).isEqualTo(1);
            carrier.close();
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
            RemoteCarrier carrier = carrier(
                    server,
                    Optional.of(hop(server, NextHopTls.OPPORTUNISTIC, Optional.empty())),
                    new TableBuilder().build());
            assertThat(carry(carrier, mail("a@elsewhere.test"))).singleElement().satisfies(it -> {
                assertThat(it.getClass().getSimpleName()).isEqualTo(outcome);
                assertThat(it.toString()).contains(reason.split(" ")[0]).contains(reason.split(" ")[1]);
            });
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"REQUIRED", "VERIFIED"})
    void keepsMailFromAServerWithoutTls(NextHopTls tls) throws Exception {
        try (ScriptedServer server = ScriptedServer.taking(command -> "")) {
            RemoteCarrier carrier =
                    carrier(server, Optional.of(hop(server, tls, Optional.empty())), new TableBuilder().build());
            assertThat(carry(carrier, mail("a@elsewhere.test"))).hasOnlyElementsOfType(Outcome.Unreachable.class);
            assertThat(server.heard()).noneMatch(command -> command.startsWith("MAIL"));
        }
    }

    @Test
    void sendsNoPasswordInTheClearNorMailWithoutTheLogin() throws Exception {
        try (ScriptedServer server = ScriptedServer.taking(command -> "")) {
            RemoteCarrier carrier = carrier(
                    server,
                    Optional.of(hop(server, NextHopTls.OPPORTUNISTIC, Optional.of("smarthost"))),
                    new TableBuilder().build());
            assertThat(carry(carrier, mail("a@elsewhere.test"))).hasOnlyElementsOfType(Outcome.Unreachable.class);
            assertThat(server.heard()).isEmpty();
        }
    }

    @Test
    void sendsEachDomainToItsRelay() throws Exception {
        try (ScriptedServer inner = ScriptedServer.taking(command -> "");
                ScriptedServer outer = ScriptedServer.taking(command -> "")) {
            RoutingTable table = new TableBuilder()
                    .relayAny("inner.test", hop(inner, NextHopTls.OPPORTUNISTIC, Optional.empty()))
                    .build();
            RemoteCarrier carrier =
                    carrier(outer, Optional.of(hop(outer, NextHopTls.OPPORTUNISTIC, Optional.empty())), table);
            QueuedMail mail = mail("a@inner.test", "b@elsewhere.test", "c@inner.test");
            assertThat(mail.recipients().stream().map(carrier::lane))
                    .containsExactly(
                            "127.0.0.1:" + inner.address().getPort(),
                            "127.0.0.1:" + outer.address().getPort(),
                            "127.0.0.1:" + inner.address().getPort());
            assertThat(carry(carrier, mail))
                    .hasOnlyElementsOfType(Outcome.Delivered.class)
                    .hasSize(3);
            assertThat(inner.heard()).contains("RCPT TO:<a@inner.test>", "RCPT TO:<c@inner.test>");
            assertThat(outer.heard()).contains("RCPT TO:<b@elsewhere.test>").doesNotContain("RCPT TO:<a@inner.test>");
        }
    }

    @Test
    void waitsWhereTheRouteIsGone() throws Exception {
        try (ScriptedServer server = ScriptedServer.taking(command -> "")) {
            RemoteCarrier carrier = carrier(server, Optional.empty(), new TableBuilder().build());
            QueuedMail mail = mail("a@elsewhere.test");
            assertThat(carrier.lane(mail.recipients().getFirst())).isEqualTo("no next hop");
            assertThat(carry(carrier, mail)).singleElement().isInstanceOfSatisfying(Outcome.Refused.class, refused -> {
                assertThat(refused.failure().permanent()).isFalse();
                assertThat(refused.failure().enhanced()).isEqualTo("4.4.4");
            });
        }
    }
}
