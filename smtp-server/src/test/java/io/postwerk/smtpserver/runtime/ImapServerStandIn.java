package io.postwerk.smtpserver.runtime;

import io.postwerk.mail.EmailAddress;
import io.postwerk.mail.MailId;
import io.postwerk.mail.MessageSource;
import io.postwerk.net.BindFailedException;
import io.postwerk.net.ListenerSettings;
import io.postwerk.net.NetServer;
import io.postwerk.net.NetSettings;
import io.postwerk.net.TlsContext;
import io.postwerk.smtp.ForwardPath;
import io.postwerk.smtp.MailParameters;
import io.postwerk.smtp.Protocol;
import io.postwerk.smtp.RcptParameters;
import io.postwerk.smtp.Replies;
import io.postwerk.smtp.ReversePath;
import io.postwerk.smtp.SmtpReply;
import io.postwerk.smtp.server.ClientFacts;
import io.postwerk.smtp.server.MailTransaction;
import io.postwerk.smtp.server.SessionFacts;
import io.postwerk.smtp.server.SessionLimits;
import io.postwerk.smtp.server.SessionPolicy;
import io.postwerk.smtp.server.SmtpBackend;
import io.postwerk.smtp.server.SmtpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Takes mail by LMTP over mutual TLS and keeps what it got, once for each delivery id, as imap-server does. */
final class ImapServerStandIn implements SmtpBackend {
    /** A mail in a mailbox. */
    record Stored(String address, String text) {}

    private final TlsContext tls;
    private final int port;
    private final List<Stored> stored = new ArrayList<>();
    private final Set<String> deliveryIds = new HashSet<>();
    private final Set<String> unknown = new HashSet<>();
    private final AtomicInteger duplicates = new AtomicInteger();
    private final AtomicInteger toForget = new AtomicInteger();
    private Optional<NetServer> net = Optional.empty();

    ImapServerStandIn(TlsContext tls, int port) {
        this.tls = tls;
        this.port = port;
    }

    void start() throws BindFailedException {
        start("127.0.0.1");
    }

    synchronized void start(String host) throws BindFailedException {
        NetServer server = NetServer.create(NetSettings.defaults().withEventLoops(1));
        SmtpServer.Settings settings = new SmtpServer.Settings(
                "lmtp", Protocol.LMTP, "localhost", Optional.empty(), Path.of(System.getProperty("java.io.tmpdir")));
        server.bind(
                ListenerSettings.of("lmtp", new InetSocketAddress(host, port)).withImplicitTls(tls),
                new SmtpServer(settings, this));
        net = Optional.of(server);
    }

    /** As a kill does: connections break. */
    void stop() {
        Optional<NetServer> server;
        synchronized (this) {
            server = net;
            net = Optional.empty();
        }
        server.ifPresent(NetServer::close);
    }

    /** This mailbox is gone. */
    synchronized void remove(String mailbox) {
        unknown.add(mailbox);
    }

    /** So many mails are stored and then the connection breaks before anybody hears of it. */
    void storeAndLeave(int mails) {
        toForget.set(mails);
    }

    synchronized List<Stored> stored() {
        return List.copyOf(stored);
    }

    int duplicates() {
        return duplicates.get();
    }

    @Override
    public OpenResult open(ClientFacts client) {
        return new OpenResult.Accepted(SessionPolicy.open(SessionLimits.DEFAULT));
    }

    @Override
    public MailResult mail(SessionFacts session, ReversePath reversePath, MailParameters parameters) {
        return new MailResult.Accepted(new Incoming());
    }

    private synchronized boolean isUnknown(String mailbox) {
        return unknown.contains(mailbox);
    }

    private synchronized void store(String deliveryId, Stored mail) {
        if (deliveryIds.add(deliveryId)) {
            stored.add(mail);
        } else {
            duplicates.incrementAndGet();
        }
    }

    private final class Incoming implements MailTransaction {
        private final MailId id = MailId.create(System.currentTimeMillis());
        /** By delivery id. */
        private final Map<String, EmailAddress> recipients = new LinkedHashMap<>();

        @Override
        public MailId id() {
            return id;
        }

        @Override
        public Optional<SmtpReply> rcpt(ForwardPath path, RcptParameters parameters) {
            EmailAddress address = ((ForwardPath.Mailbox) path).address();
            if (isUnknown(address.toString())) {
                return Optional.of(Replies.noSuchMailbox(address));
            }
            recipients.put(parameters.deliveryId().orElseThrow(), address);
            return Optional.empty();
        }

        @Override
        public DataResult data(MessageSource message) {
            String text;
            try {
                text = new String(message.readAll(), StandardCharsets.ISO_8859_1);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            recipients.forEach((deliveryId, address) -> store(deliveryId, new Stored(address.toString(), text)));
            if (toForget.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new IllegalStateException("the test wants this session to end");
            }
            return new DataResult.Whole(Replies.delivered("x"));
        }
    }
}
