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
import io.postwerk.smtpserver.relay.MailboxCarrier;
import io.postwerk.smtpserver.relay.NextHops;
import io.postwerk.smtpserver.relay.RemoteCarrier;
import io.postwerk.smtpserver.relay.Routes;
import io.postwerk.smtpserver.routing.RecipientResolver;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** The ways out: to imap-server while a client waits and out of the queue, to next hops, and back to senders. */
final class Deliveries implements AutoCloseable {
    /** What a client may be made to wait for imap-server, all together, before the queue takes its mail. */
    private static final ClientSettings.Timeouts PROMPT = ClientSettings.Timeouts.DEFAULT
            .withConnect(Duration.ofSeconds(1))
            .withReplies(Duration.ofSeconds(2))
            .withEnd(Duration.ofSeconds(4));

    /** Nobody waits for what is in the queue; still, our own server answers in moments or not at all. */
    private static final ClientSettings.Timeouts PATIENT = ClientSettings.Timeouts.DEFAULT
            .withConnect(Duration.ofSeconds(3))
            .withReplies(Duration.ofSeconds(30))
            .withEnd(Duration.ofMinutes(2));

    private static final int PROMPT_CONNECTIONS = 64;
    private static final Duration PROMPT_PATIENCE = Duration.ofSeconds(3);
    private static final Duration KEEP_IDLE = Duration.ofMinutes(1);
    private static final Duration DELAY_REPORT = Duration.ofHours(4);

    private final MailboxCarrier prompt;
    private final MailboxCarrier patient;
    private final RemoteCarrier remote;
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
        prompt = mailboxes(config, tls, net, PROMPT, PROMPT_CONNECTIONS, PROMPT_PATIENCE);
        patient = mailboxes(config, tls, net, PATIENT, config.queue().deliveries(), PATIENT.end());
        cutThrough = new CutThrough(prompt::carry, System::nanoTime);
        NextHops nextHops = new NextHops(ports.routing());
        remote = new RemoteCarrier(
                nextHops,
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
                new Routes(patient, remote),
                reports,
                observer,
                new DeliveryScheduler.Settings(
                        policy,
                        ports.clock(),
                        attempt -> Thread.ofVirtual().name("delivery").start(attempt),
                        config.queue().deliveries()));
    }

    private static MailboxCarrier mailboxes(
            SmtpServerConfig config,
            TlsContext tls,
            NetClient net,
            ClientSettings.Timeouts timeouts,
            int connections,
            Duration patience) {
        SmtpServerConfig.MailboxDelivery delivery = config.mailboxDelivery();
        ClientSettings settings = ClientSettings.of(config.hostname()).withTimeouts(timeouts);
        InetSocketAddress address = InetSocketAddress.createUnresolved(delivery.host(), delivery.port());
        ClientPool pool = new ClientPool(
                () -> MailClient.lmtp(net, address, Optional.of(tls), settings),
                new ClientPool.Limits(connections, patience, KEEP_IDLE, Integer.MAX_VALUE),
                System::nanoTime);
        return new MailboxCarrier(pool, delivery.host());
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
        prompt.close();
        patient.close();
        remote.close();
    }
}
