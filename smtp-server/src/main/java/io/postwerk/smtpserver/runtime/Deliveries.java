package io.postwerk.smtpserver.runtime;

import io.postwerk.config.server.SmtpServerConfig;
import io.postwerk.mail.MailId;
import io.postwerk.net.NetClient;
import io.postwerk.net.TlsContext;
import io.postwerk.smtp.client.ClientSettings;
import io.postwerk.smtp.client.MailClient;
import io.postwerk.smtpserver.MailEvent;
import io.postwerk.smtpserver.bounce.SenderReports;
import io.postwerk.smtpserver.queue.DeliveryScheduler;
import io.postwerk.smtpserver.queue.MailQueue;
import io.postwerk.smtpserver.queue.QueueException;
import io.postwerk.smtpserver.queue.RetryPolicy;
import io.postwerk.smtpserver.receive.CutThrough;
import io.postwerk.smtpserver.relay.ClientPool;
import io.postwerk.smtpserver.relay.MailboxTransport;
import io.postwerk.smtpserver.relay.RemoteTransport;
import io.postwerk.smtpserver.relay.RouteResolver;
import io.postwerk.smtpserver.relay.TransportTable;
import io.postwerk.smtpserver.routing.RecipientResolver;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** All that delivers mail: to imap-server while a client waits and out of the queue, to next hops, and reports to senders. */
final class Deliveries implements AutoCloseable {
    /** While a client waits: what imap-server may take, all together, before the queue takes the mail. */
    private static final ClientSettings.Timeouts CUT_THROUGH = ClientSettings.Timeouts.DEFAULT
            .withConnect(Duration.ofSeconds(1))
            .withReplies(Duration.ofSeconds(2))
            .withEnd(Duration.ofSeconds(4));

    /** Nobody waits for mail of the queue. Our own server answers within seconds or is away. */
    private static final ClientSettings.Timeouts QUEUED = ClientSettings.Timeouts.DEFAULT
            .withConnect(Duration.ofSeconds(3))
            .withReplies(Duration.ofSeconds(30))
            .withEnd(Duration.ofMinutes(2));

    private static final int CUT_THROUGH_CONNECTIONS = 64;
    private static final Duration CUT_THROUGH_POOL_WAIT = Duration.ofSeconds(3);
    private static final Duration KEEP_IDLE = Duration.ofMinutes(1);
    private static final Duration DELAY_REPORT = Duration.ofHours(4);

    private final MailboxTransport cutThroughMailboxes;
    private final MailboxTransport queuedMailboxes;
    private final RemoteTransport remote;
    private final CutThrough cutThrough;
    private final DeliveryScheduler scheduler;

    /** @param tls towards imap-server */
    Deliveries(
            SmtpServerConfig config,
            TlsContext tls,
            Ports ports,
            RecipientResolver resolver,
            NetClient net,
            MailQueue queue,
            MailEvent.Observer observer) {
        cutThroughMailboxes = mailboxes(config, tls, net, CUT_THROUGH, CUT_THROUGH_CONNECTIONS, CUT_THROUGH_POOL_WAIT);
        queuedMailboxes = mailboxes(config, tls, net, QUEUED, config.queue().deliveries(), QUEUED.end());
        cutThrough = new CutThrough(cutThroughMailboxes::deliver, System::nanoTime);
        RouteResolver routes = new RouteResolver(ports.routing());
        remote = new RemoteTransport(
                routes,
                net,
                ClientSettings.of(config.hostname()),
                config.queue().deliveries());
        Duration expiry = Duration.ofSeconds(config.queue().expirySeconds());
        SenderReports reports =
                new SenderReports(config.hostname(), resolver, ports.routing(), expiry, ports.clock(), MailId::create);
        RetryPolicy policy = new RetryPolicy(
                config.queue().retrySeconds().stream().map(Duration::ofSeconds).toList(),
                expiry,
                DELAY_REPORT,
                () -> ThreadLocalRandom.current().nextDouble());
        scheduler = new DeliveryScheduler(
                queue,
                new TransportTable(queuedMailboxes, remote),
                reports,
                observer,
                new DeliveryScheduler.Settings(
                        policy,
                        ports.clock(),
                        attempt -> Thread.ofVirtual().name("delivery").start(attempt),
                        config.queue().deliveries()));
    }

    private static MailboxTransport mailboxes(
            SmtpServerConfig config,
            TlsContext tls,
            NetClient net,
            ClientSettings.Timeouts timeouts,
            int connections,
            Duration poolWait) {
        SmtpServerConfig.MailboxDelivery delivery = config.mailboxDelivery();
        ClientSettings settings = ClientSettings.of(config.hostname()).withTimeouts(timeouts);
        InetSocketAddress address = InetSocketAddress.createUnresolved(delivery.host(), delivery.port());
        ClientPool pool = new ClientPool(
                () -> MailClient.lmtp(net, address, Optional.of(tls), settings),
                new ClientPool.Limits(connections, poolWait, KEEP_IDLE, Integer.MAX_VALUE),
                System::nanoTime);
        return new MailboxTransport(pool, delivery.host());
    }

    CutThrough cutThrough() {
        return cutThrough;
    }

    DeliveryScheduler scheduler() {
        return scheduler;
    }

    /** Takes over what the queue holds, and begins. */
    void start() throws QueueException {
        scheduler.load();
        Thread.ofVirtual().name("delivery-scheduler").start(scheduler::run);
    }

    /** Begins no attempt any more, and waits for those that run. What did not end is tried again at the next start. */
    void stop(Duration grace) throws InterruptedException {
        scheduler.stop(grace);
    }

    @Override
    public void close() {
        cutThroughMailboxes.close();
        queuedMailboxes.close();
        remote.close();
    }
}
