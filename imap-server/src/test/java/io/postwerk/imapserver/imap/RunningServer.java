package io.postwerk.imapserver.imap;

import io.postwerk.net.BoundListener;
import io.postwerk.net.ListenerSettings;
import io.postwerk.net.NetServer;
import io.postwerk.net.NetSettings;
import io.postwerk.net.TlsContext;
import io.postwerk.store.MailboxStore;
import io.postwerk.testkit.TestCertificates;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;

/** A server on a real socket, with the mail of {@link ImapFixture}. */
final class RunningServer implements AutoCloseable {
    private final ImapFixture fixture;
    private final NetServer net = NetServer.create(NetSettings.defaults());
    private final BoundListener listener;

    RunningServer(MailboxStore store, Path directory, ImapSessionLimits limits) throws IOException {
        TlsContext tls = TestCertificates.in(directory).server();
        this.fixture = new ImapFixture(store, directory, "alice", limits, tls);
        this.listener = net.bind(ListenerSettings.of("imap", new InetSocketAddress("127.0.0.1", 0)), fixture.handler());
    }

    ImapFixture fixture() {
        return fixture;
    }

    int port() {
        return listener.port();
    }

    void drain() {
        net.drain(Duration.ofSeconds(20));
    }

    @Override
    public void close() {
        net.close();
    }
}
