package io.postwerk.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.mail.AddressException;
import io.postwerk.mail.DomainName;
import io.postwerk.mail.EmailAddress;
import io.postwerk.mail.MailId;
import io.postwerk.net.TlsInfo;
import io.postwerk.sasl.User;
import io.postwerk.smtp.HelloName;
import io.postwerk.smtp.Protocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 5321 4.4, RFC 3848. */
class ReceivedHeaderTest {
    private static final Instant AT = Instant.parse("2026-03-05T07:08:09Z");
    private static final MailId ID = MailId.create(AT.toEpochMilli());
    private static final SocketAddress CLIENT = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 40000);
    private static final TlsInfo TLS =
            new TlsInfo("TLSv1.3", "TLS_AES_256_GCM_SHA384", Optional.empty(), Optional.empty(), Map.of());
    private static final EmailAddress ALICE = address("alice@example.org");

    @Test
    void tellsAboutAStranger() {
        assertThat(header(session(Protocol.SMTP, CLIENT, "client.example"), true, Optional.empty()))
                .isEqualTo("Received: from client.example ([192.0.2.7])\r\n"
                        + "\tby mx.example.org with ESMTP id " + ID + ";\r\n"
                        + "\tThu, 5 Mar 2026 07:08:09 +0000\r\n");
    }

    @Test
    void tellsAboutAUserInTls() {
        SessionFacts session = session(Protocol.SUBMISSION, CLIENT, "[192.0.2.7]")
                .withTls(Optional.of(TLS))
                .withHello(name("[192.0.2.7]"), true)
                .withUser(User.of(ALICE, "id"));
        assertThat(header(session, true, Optional.of(address("bob@example.org"))))
                .isEqualTo("Received: from [192.0.2.7] ([192.0.2.7])\r\n"
                        + "\t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384)\r\n"
                        + "\t(Authenticated sender: alice@example.org)\r\n"
                        + "\tby mx.example.org with ESMTPSA id " + ID + "\r\n"
                        + "\tfor <bob@example.org>;\r\n"
                        + "\tThu, 5 Mar 2026 07:08:09 +0000\r\n");
        assertThat(header(session, false, Optional.empty())).doesNotContain("alice", "Authenticated");
    }

    @Test
    void writesIpv6AddressesAsLiterals() {
        SocketAddress ipv6 = new InetSocketAddress(InetAddress.ofLiteral("2001:db8::1"), 1);
        assertThat(header(session(Protocol.SMTP, ipv6, "c.example"), true, Optional.empty()))
                .startsWith("Received: from c.example ([IPv6:2001:db8:0:0:0:0:0:1])\r\n");
    }

    @Test
    void doesWithoutAnAddress() {
        SocketAddress unix = UnixDomainSocketAddress.of("");
        assertThat(header(session(Protocol.LMTP, unix, "mx.example.org"), true, Optional.empty()))
                .startsWith("Received: from mx.example.org\r\n\tby mx.example.org with LMTP id " + ID + ";\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        // RFC 3848
        "SMTP,false,false,false,SMTP",
        "SMTP,false,true,false,SMTP",
        "SMTP,true,false,false,ESMTP",
        "SMTP,true,true,false,ESMTPS",
        "SMTP,true,false,true,ESMTPA",
        "SUBMISSION,true,true,true,ESMTPSA",
        "LMTP,true,false,false,LMTP",
        "LMTP,true,true,false,LMTPS",
        "LMTP,true,true,true,LMTPSA",
    })
    void namesTheProtocol(Protocol protocol, boolean extended, boolean tls, boolean user, String keyword) {
        SessionFacts session = new SessionFacts(
                session(protocol, CLIENT, "x").client(),
                Optional.of(name("x")),
                extended,
                tls ? Optional.of(TLS) : Optional.empty(),
                user ? Optional.of(User.of(ALICE, "id")) : Optional.empty());
        assertThat(session.withKeyword()).isEqualTo(keyword);
    }

    @Test
    void foldsAndQuotes() throws AddressException {
        EmailAddress odd = EmailAddress.of("a) (b\\ " + "x".repeat(40) + "\u00fc", DomainName.parse("example.org"));
        SessionFacts session =
                session(Protocol.SMTP, CLIENT, "h".repeat(60) + ".example").withUser(User.of(odd, "id"));
        String header = header(session, true, Optional.of(odd));
        String[] lines = header.split("\r\n");
        for (int i = 0; i < lines.length; i++) {
            // RFC 5322 2.1.1; a tab counts as eight
            assertThat(lines[i].length() + (i > 0 ? 7 : 0)).as(lines[i]).isLessThanOrEqualTo(78);
            assertThat(lines[i]).matches("\t?[ -~]+");
            assertThat(i == 0 || lines[i].startsWith("\t")).isTrue();
        }
        assertThat(header).contains("\\)", "\\(").endsWith("\r\n");
    }

    private static String header(SessionFacts session, boolean showUser, Optional<EmailAddress> recipient) {
        return new String(
                new ReceivedHeader("mx.example.org", showUser).build(ID, session, recipient, AT),
                StandardCharsets.US_ASCII);
    }

    private static SessionFacts session(Protocol protocol, SocketAddress remote, String hello) {
        ClientFacts client = new ClientFacts("s", "l", protocol, remote, CLIENT, Optional.empty());
        return SessionFacts.of(client).withHello(name(hello), true);
    }

    private static HelloName name(String text) {
        return HelloName.tryParse(text).orElseThrow();
    }

    private static EmailAddress address(String text) {
        return EmailAddress.tryParse(text).orElseThrow();
    }
}
