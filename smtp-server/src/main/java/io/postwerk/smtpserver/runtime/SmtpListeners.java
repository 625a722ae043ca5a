package io.postwerk.smtpserver.runtime;

import io.postwerk.config.server.ListenerConfig;
import io.postwerk.config.server.SmtpServerConfig;
import io.postwerk.net.BindFailedException;
import io.postwerk.net.BoundListener;
import io.postwerk.net.ListenerSettings;
import io.postwerk.net.NetServer;
import io.postwerk.runtime.ServerListeners;
import io.postwerk.runtime.ServerTls;
import io.postwerk.smtp.Protocol;
import io.postwerk.smtp.Replies;
import io.postwerk.smtp.server.SmtpBackend;
import io.postwerk.smtp.server.SmtpServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The sockets on which mail is received, one server for each. */
final class SmtpListeners {
    private final SmtpServerConfig config;
    private final ServerTls tls;
    private final List<SmtpServer> servers = new ArrayList<>();
    private final List<BoundListener> bound = new ArrayList<>();

    SmtpListeners(SmtpServerConfig config, ServerTls tls) {
        this.config = config;
        this.tls = tls;
    }

    /**
     * Listens on all of them.
     *
     * @param spool folder for messages that are too big for memory while they arrive
     * @throws BindFailedException naming the listener and the address
     */
    void bind(NetServer net, SmtpBackend backend, Path spool) throws BindFailedException {
        for (ListenerConfig listener : config.listeners()) {
            SmtpServer server = new SmtpServer(
                    new SmtpServer.Settings(
                            listener.name(), protocol(listener), config.hostname(), tls.startTls(listener), spool),
                    backend);
            servers.add(server);
            bound.add(net.bind(settings(listener), server));
        }
    }

    private ListenerSettings settings(ListenerConfig listener) {
        return ServerListeners.settings(listener, tls.clients(listener))
                .withBusyReply(limit -> new String(
                        (limit.isOfClient()
                                        ? Replies.tooManyConnectionsOfClient(config.hostname())
                                        : Replies.tooManyConnections(config.hostname()))
                                .encode(),
                        StandardCharsets.US_ASCII));
    }

    private static Protocol protocol(ListenerConfig listener) {
        return switch (listener.protocol()) {
            case SMTP -> Protocol.SMTP;
            case SUBMISSION -> Protocol.SUBMISSION;
            case LMTP, IMAP, POP3 ->
                throw new IllegalArgumentException(
                        "listener " + listener.name() + ": smtp-server does not speak " + listener.protocol());
        };
    }

    List<SmtpServer> servers() {
        return List.copyOf(servers);
    }

    List<BoundListener> bound() {
        return List.copyOf(bound);
    }
}
