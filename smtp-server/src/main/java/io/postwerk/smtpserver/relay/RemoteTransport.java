package io.postwerk.smtpserver.relay;

import io.postwerk.config.credentials.SmtpCredentials;
import io.postwerk.config.routing.NextHop;
import io.postwerk.mail.MessageSource;
import io.postwerk.net.NetClient;
import io.postwerk.net.TlsContext;
import io.postwerk.net.TlsFailedException;
import io.postwerk.smtp.MailParameters.BodyType;
import io.postwerk.smtp.Replies;
import io.postwerk.smtp.client.ClientSettings;
import io.postwerk.smtp.client.ClientSettings.StartTls;
import io.postwerk.smtp.client.MailClient;
import io.postwerk.smtp.client.MailClient.ConnectOutcome;
import io.postwerk.smtp.client.OutgoingMail;
import io.postwerk.smtp.client.OutgoingMail.OutgoingRecipient;
import io.postwerk.smtpserver.DeliveryFailure;
import io.postwerk.smtpserver.queue.DeliveryTransport.Outcome;
import io.postwerk.smtpserver.queue.QueuedMail;
import io.postwerk.smtpserver.queue.QueuedRecipient;
import io.postwerk.smtpserver.relay.RouteResolver.Route;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Passes mail on to next hops: SMTP, over connections that are kept for a moment. */
public final class RemoteTransport implements AutoCloseable {
    private static final Duration KEEP_IDLE = Duration.ofSeconds(10);

    /** A connection is closed after so many mails, as other servers limit them. */
    private static final int MAILS = 100;

    private final RouteResolver routes;
    private final NetClient net;
    private final ClientSettings settings;
    private final int connections;
    private final Map<NextHop, ClientPool> pools = new ConcurrentHashMap<>();

    /**
     * @param settings our name and the waits; TLS and login are the next hop's
     * @param connections to one next hop at the same time
     */
    public RemoteTransport(RouteResolver routes, NetClient net, ClientSettings settings, int connections) {
        this.routes = routes;
        this.net = net;
        this.settings = settings;
        this.connections = connections;
    }

    /** The server that the recipient's mail goes to now, by name. */
    public String nextHop(QueuedMail mail, QueuedRecipient recipient) {
        return switch (routes.of(mail, recipient)) {
            case Route.To(NextHop hop) -> hop.host() + ":" + hop.port();
            case Route.None wait -> "no next hop";
        };
    }

    /** Passes a mail on, as {@link io.postwerk.smtpserver.queue.DeliveryTransport#deliver} describes it. */
    public List<Outcome> deliver(QueuedMail mail, List<QueuedRecipient> recipients, MessageSource body) {
        // All of one next hop, unless the configuration has changed since: then each goes where it belongs now.
        Map<Route, List<QueuedRecipient>> byRoute = new LinkedHashMap<>();
        for (QueuedRecipient recipient : recipients) {
            byRoute.computeIfAbsent(routes.of(mail, recipient), route -> new ArrayList<>())
                    .add(recipient);
        }
        Map<Integer, Outcome> outcomes = new LinkedHashMap<>();
        byRoute.forEach((route, group) -> {
            List<Outcome> some = switch (route) {
                case Route.To(NextHop hop) -> deliver(hop, mail, group, body);
                case Route.None(String why) ->
                    group.stream().map(recipient -> noRoute(recipient, why)).toList();
            };
            for (int i = 0; i < group.size(); i++) {
                outcomes.put(group.get(i).index(), some.get(i));
            }
        });
        return recipients.stream()
                .map(recipient -> outcomes.get(recipient.index()))
                .toList();
    }

    /** It was accepted when there was a route; there may be one again. */
    private static Outcome noRoute(QueuedRecipient recipient, String why) {
        return new Outcome.Refused(DeliveryFailure.own(
                Replies.noRouteNow(recipient.address().domain().ascii()), why));
    }

    private List<Outcome> deliver(NextHop hop, QueuedMail mail, List<QueuedRecipient> recipients, MessageSource body) {
        List<OutgoingRecipient> outgoing = recipients.stream()
                .map(recipient -> new OutgoingRecipient(recipient.address(), Optional.empty()))
                .toList();
        OutgoingMail message = new OutgoingMail(
                mail.reversePath(), outgoing, body, mail.eightBit() ? BodyType.EIGHT_BIT : BodyType.SEVEN_BIT);
        // Connections of the other hops grow old as well, and nobody asks for them.
        pools.values().forEach(ClientPool::sweep);
        return pools.computeIfAbsent(hop, this::pool).send(message).outcomes(hop.host(), recipients.size());
    }

    private ClientPool pool(NextHop hop) {
        return new ClientPool(
                () -> connect(hop),
                new ClientPool.Limits(connections, settings.timeouts().end(), KEEP_IDLE, MAILS),
                System::nanoTime);
    }

    private ConnectOutcome connect(NextHop hop) {
        ClientSettings forHop;
        try {
            forHop = settings.withStartTls(startTls(hop));
        } catch (TlsFailedException e) {
            return new ConnectOutcome.Failed(String.valueOf(e.getMessage()));
        }
        if (hop.credentials().isPresent()) {
            Optional<SmtpCredentials.Login> login =
                    routes.login(hop.credentials().get());
            if (login.isEmpty()) {
                return new ConnectOutcome.Failed(
                        "the login " + hop.credentials().get() + " is not in credentials.json");
            }
            forHop = forHop.withCredentials(new ClientSettings.Credentials(
                    login.get().username(), login.get().password().reveal()));
        }
        return MailClient.smtp(
                net.limitedTo(hop::mayBeAt),
                InetSocketAddress.createUnresolved(hop.host(), hop.port()),
                Optional.empty(),
                forHop);
    }

    private static StartTls startTls(NextHop hop) throws TlsFailedException {
        return switch (hop.tls()) {
            case OPPORTUNISTIC -> new StartTls.Opportunistic(TlsContext.opportunisticClient(hop.host()));
            case REQUIRED -> new StartTls.Required(TlsContext.opportunisticClient(hop.host()));
            case VERIFIED -> new StartTls.Required(TlsContext.client(Optional.empty(), Optional.empty(), hop.host()));
        };
    }

    @Override
    public void close() {
        pools.values().forEach(ClientPool::close);
    }
}
