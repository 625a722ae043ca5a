package io.postwerk.imapserver.runtime;

import io.postwerk.config.ListenerProtocol;
import io.postwerk.config.limits.MailboxLimits;
import io.postwerk.config.server.ImapServerConfig;
import io.postwerk.config.server.ListenerConfig;
import io.postwerk.config.server.TlsConfig;
import io.postwerk.imapserver.UnreadableMessages;
import io.postwerk.imapserver.UserSessions;
import io.postwerk.imapserver.imap.ImapConnectionHandler;
import io.postwerk.imapserver.imap.ImapSessionLimits;
import io.postwerk.imapserver.imap.ImapSettings;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.lmtp.DeliveryObserver;
import io.postwerk.imapserver.lmtp.LmtpBackend;
import io.postwerk.imapserver.pop3.Pop3ConnectionHandler;
import io.postwerk.imapserver.pop3.Pop3SessionLimits;
import io.postwerk.imapserver.pop3.Pop3Settings;
import io.postwerk.imapserver.pop3.codec.Responses;
import io.postwerk.imapserver.pop3.session.MaildropLocks;
import io.postwerk.net.BindFailedException;
import io.postwerk.net.BoundListener;
import io.postwerk.net.ConnectionHandler;
import io.postwerk.net.ListenerSettings;
import io.postwerk.net.NetServer;
import io.postwerk.net.TlsContext;
import io.postwerk.net.TransferDeadline;
import io.postwerk.runtime.ServerListeners;
import io.postwerk.runtime.ServerTls;
import io.postwerk.runtime.StartFailedException;
import io.postwerk.sasl.Authenticator;
import io.postwerk.sasl.UserDirectory;
import io.postwerk.smtp.Protocol;
import io.postwerk.smtp.server.SessionLimits;
import io.postwerk.smtp.server.SmtpServer;
import io.postwerk.store.MailboxStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The listeners of {@code server.json}, each with the protocol that it speaks. */
final class MailboxListeners {
    /** For a message of APPEND, however fast it comes. */
    private static final Duration LONGEST_COMMAND = Duration.ofHours(1);

    /** smtp-server's own limit leaves out the headers that it adds. */
    private static final long ROOM_FOR_HEADERS = 64 * 1024;

    /** What the protocols need. */
    record Services(
            Authenticator authenticator,
            UserDirectory users,
            UserSessions sessions,
            MailboxStore store,
            UnreadableMessages unreadable,
            DeliveryObserver deliveries,
            Path spool,
            Supplier<MailboxLimits> limits) {}

    private final ImapServerConfig config;
    private final ServerTls tls;
    private final TlsContext programs;
    private final MaildropLocks locks = new MaildropLocks();

    MailboxListeners(ImapServerConfig config, ServerTls tls, TlsContext programs) {
        this.config = config;
        this.tls = tls;
        this.programs = programs;
    }

    /**
     * Refuses listeners that imap-server cannot have.
     *
     * @throws StartFailedException naming the listener
     */
    static void check(ImapServerConfig config) throws StartFailedException {
        for (int i = 0; i < config.listeners().size(); i++) {
            ListenerConfig listener = config.listeners().get(i);
            String place = "server.json: $.listeners[" + i + "] (" + listener.name() + ")";
            switch (listener.protocol()) {
                case IMAP, POP3 -> {}
                case SMTP, SUBMISSION ->
                    throw new StartFailedException(place + ".protocol: imap-server does not speak "
                            + listener.protocol() + "; smtp-server does");
                case LMTP -> {
                    if (listener.tls() != TlsConfig.Mode.IMPLICIT) {
                        throw new StartFailedException(
                                place + ".tls: LMTP takes mail for every mailbox, so it has to be Implicit");
                    }
                }
            }
        }
    }

    /**
     * Binds all of them.
     *
     * @param edges the edge for each protocol
     * @throws BindFailedException naming the listener and the address
     */
    List<BoundListener> bind(Function<ListenerProtocol, NetServer> edges, Services services, ImapServerMetrics metrics)
            throws BindFailedException {
        List<BoundListener> bound = new ArrayList<>();
        for (ListenerConfig listener : config.listeners()) {
            BoundListener one = edges.apply(listener.protocol()).bind(settings(listener), handler(listener, services));
            metrics.listener(one, listener.protocol().name().toLowerCase(Locale.ROOT));
            bound.add(one);
        }
        return bound;
    }

    private ListenerSettings settings(ListenerConfig listener) {
        TlsContext context = listener.protocol() == ListenerProtocol.LMTP ? programs : tls.clients(listener);
        ListenerSettings settings = ServerListeners.settings(listener, context);
        return switch (listener.protocol()) {
            case IMAP ->
                settings.withBusyReply(limit -> new String(
                        StatusResponses.tooManyConnections(limit.isOfClient()).untagged(), StandardCharsets.US_ASCII));
            case POP3 ->
                settings.withBusyReply(limit ->
                        Responses.tooManyConnections(limit.isOfClient()).line());
            case LMTP, SMTP, SUBMISSION -> settings;
        };
    }

    private ConnectionHandler handler(ListenerConfig listener, Services services) {
        return switch (listener.protocol()) {
            case IMAP ->
                new ImapConnectionHandler(
                        () -> imapSettings(listener, services),
                        services.authenticator(),
                        services.users(),
                        services.sessions(),
                        services.store(),
                        services.unreadable());
            case POP3 ->
                new Pop3ConnectionHandler(
                        () -> pop3Settings(listener, services),
                        services.authenticator(),
                        services.store(),
                        locks,
                        services.sessions(),
                        services.unreadable());
            case LMTP ->
                new SmtpServer(
                        new SmtpServer.Settings(
                                listener.name(), Protocol.LMTP, config.hostname(), Optional.empty(), services.spool()),
                        new LmtpBackend(
                                services.users(),
                                services.store(),
                                lmtpLimits(),
                                services.deliveries(),
                                InstantSource.system()));
            case SMTP, SUBMISSION -> throw new IllegalStateException("checked before");
        };
    }

    private ImapSettings imapSettings(ListenerConfig listener, Services services) {
        MailboxLimits limits = services.limits().get();
        ImapSettings settings = ImapSettings.of(config.hostname(), services.spool())
                .withLimits(ImapSessionLimits.DEFAULT
                        .withMessageOctets(config.limits().messageOctets())
                        .withTimes(
                                seconds(config.limits().loginTimeoutSeconds()),
                                seconds(config.limits().imapIdleSeconds()),
                                new TransferDeadline.Rules(
                                        seconds(limits.commandSeconds()), LONGEST_COMMAND, limits.octetsPerSecond()))
                        .withBadCommands(limits.errors()));
        return tls.startTls(listener).map(settings::withStartTls).orElse(settings);
    }

    private Pop3Settings pop3Settings(ListenerConfig listener, Services services) {
        MailboxLimits limits = services.limits().get();
        Pop3Settings settings = Pop3Settings.of(config.hostname())
                .withRequireTls(config.auth().requireTls())
                .withLimits(Pop3SessionLimits.DEFAULT
                        .withTimes(
                                seconds(config.limits().loginTimeoutSeconds()),
                                seconds(config.limits().pop3IdleSeconds()),
                                seconds(limits.commandSeconds()))
                        .withBadCommands(limits.errors()));
        return tls.startTls(listener).map(settings::withStartTls).orElse(settings);
    }

    private SessionLimits lmtpLimits() {
        return SessionLimits.DEFAULT
                .withMessageOctets(config.limits().messageOctets() + ROOM_FOR_HEADERS)
                .withoutDelay();
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }
}
