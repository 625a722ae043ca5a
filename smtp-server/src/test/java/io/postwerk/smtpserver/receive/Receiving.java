package io.postwerk.smtpserver.receive;

import io.postwerk.config.limits.SmtpLimits;
import io.postwerk.config.routing.RoutingTable;
import io.postwerk.config.server.SmtpServerConfig;
import io.postwerk.config.server.SmtpServerConfig.RecipientRestriction;
import io.postwerk.net.ConnectionHandler;
import io.postwerk.net.TlsContext;
import io.postwerk.net.TlsFailedException;
import io.postwerk.smtp.Protocol;
import io.postwerk.smtp.server.ReceivedHeader;
import io.postwerk.smtp.server.SessionLimits;
import io.postwerk.smtp.server.SmtpEvent;
import io.postwerk.smtp.server.SmtpServer;
import io.postwerk.smtpserver.MailEvent;
import io.postwerk.smtpserver.queue.MailQueue;
import io.postwerk.smtpserver.queue.MemoryMailQueue;
import io.postwerk.smtpserver.queue.QueueFixtures;
import io.postwerk.smtpserver.queue.QueuedMail;
import io.postwerk.smtpserver.routing.FakeUsers;
import io.postwerk.smtpserver.routing.RoutingRules;
import io.postwerk.smtpserver.routing.TableBuilder;
import io.postwerk.testkit.FakeClock;
import io.postwerk.testkit.Transcript;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** The receiving half of smtp-server around fakes, for transcripts. */
final class Receiving {
    final FakeUsers users =
            new FakeUsers().with("alice@example.org", "bob@example.org").unavailable("eve@example.org");
    final FakeMailboxes mailboxes = new FakeMailboxes();
    final MemoryMailQueue queue = new MemoryMailQueue();
    final List<QueuedMail> scheduled = new ArrayList<>();
    final List<MailEvent> events = new ArrayList<>();
    final List<SmtpEvent> sessionEvents = new ArrayList<>();
    final AtomicLong nanos = new AtomicLong();
    private final FakeClock clock = FakeClock.at(QueueFixtures.NOW);
    private Optional<RoutingTable> routing = Optional.of(table().build());
    private MailQueue usedQueue = queue;
    private SmtpServerConfig.Senders senders = SmtpServerConfig.Senders.defaults();

    static TableBuilder table() {
        return new TableBuilder()
                .mailbox("example.org", "alice@example.org")
                .alias("alias.example")
                .alias("info@example.org", "alice@example.org", "bob@example.org")
                .alias("hello@alias.example", "bob@example.org")
                .alias("away@alias.example", "someone@elsewhere.test")
                .postmaster("alice@example.org");
    }

    Receiving withRoute() {
        routing = Optional.of(table().outboundIf(true).build());
        return this;
    }

    Receiving withoutConfiguration() {
        routing = Optional.empty();
        return this;
    }

    Receiving with(SmtpServerConfig.Senders other) {
        senders = other;
        return this;
    }

    Receiving into(MailQueue other) {
        usedQueue = other;
        return this;
    }

    ConnectionHandler server(Protocol protocol) {
        RoutingRules rules = new RoutingRules(
                Optional.of(TableBuilder.domain("mx.example.org")), List.of(), List.of(RecipientRestriction.values()));
        MailAcceptance acceptance = new MailAcceptance(
                new ReceivedHeader("mx.example.org", true),
                new CutThrough(mailboxes, nanos::get),
                usedQueue,
                scheduled::add,
                events::add,
                clock);
        MailReceiver receiver = new MailReceiver(
                new MailReceiver.Settings(true, senders, () -> SessionLimits.DEFAULT),
                new FakeLogins(),
                new AddressPolicy(() -> routing, rules, users),
                acceptance,
                new RecipientRefusals(() -> SmtpLimits.DEFAULT, () -> clock.millis() * 1_000_000),
                new MailReceiver.Observers(events::add, (session, event) -> sessionEvents.add(event)),
                clock);
        return new SmtpServer(
                new SmtpServer.Settings(
                        "test",
                        protocol,
                        "mx.example.org",
                        Optional.of(unusedTls()),
                        Path.of(System.getProperty("java.io.tmpdir"))),
                receiver);
    }

    /** A scripted connection makes no use of it. */
    private static TlsContext unusedTls() {
        try {
            return TlsContext.opportunisticClient("localhost");
        } catch (TlsFailedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A stranger's session after EHLO. */
    Receiving stranger(String transcript) {
        Transcript.of("""
                        S: 220 mx.example.org ESMTP Postwerk
                        C: HELO client.example
                        S: 250 mx.example.org
                        """ + transcript).verify(server(Protocol.SMTP));
        return this;
    }

    /** A session of alice, logged in over TLS. */
    Receiving alice(Protocol protocol, String transcript) {
        Transcript.of("""
                        S: 220 mx.example.org ESMTP Postwerk
                        C: EHLO client.example
                        S: 250-mx.example.org
                        S: 250-PIPELINING
                        S: 250-SIZE 52428800
                        S: 250-8BITMIME
                        S: 250-ENHANCEDSTATUSCODES
                        S: 250 AUTH PLAIN
                        C: AUTH PLAIN AGFsaWNlQGV4YW1wbGUub3JnAHNlY3JldA==
                        S: 235 2.7.0 Authentication succeeded
                        """ + transcript).overTls().verify(server(protocol));
        return this;
    }
}
