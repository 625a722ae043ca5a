package io.postwerk.smtpserver.bounce;

import io.postwerk.config.routing.RoutingTable;
import io.postwerk.mail.EmailAddress;
import io.postwerk.mail.MailId;
import io.postwerk.mail.MessageSource;
import io.postwerk.smtpserver.queue.FailureReports;
import io.postwerk.smtpserver.queue.QueuedMail;
import io.postwerk.smtpserver.queue.QueuedRecipient;
import io.postwerk.smtpserver.routing.RecipientResolver;
import io.postwerk.smtpserver.routing.Resolution;
import io.postwerk.smtpserver.routing.Target;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * Tells senders what became of their mail, at its reverse-path, from the null reverse-path (RFC 5321 4.5.5). Mail
 * from the null reverse-path is never reported on (RFC 5321 6.1).
 */
public final class SenderReports implements FailureReports {
    /** Limit of the header that is sent back. */
    private static final int MAX_HEADER = 64 * 1024;

    private final String hostname;
    private final RecipientResolver resolver;
    private final Supplier<Optional<RoutingTable>> routing;
    private final Duration expiry;
    private final InstantSource clock;
    private final LongFunction<MailId> ids;

    /**
     * @param expiry age at which recipients are given up
     * @param ids a new id for a mail of that time, in milliseconds
     */
    public SenderReports(
            String hostname,
            RecipientResolver resolver,
            Supplier<Optional<RoutingTable>> routing,
            Duration expiry,
            InstantSource clock,
            LongFunction<MailId> ids) {
        this.hostname = hostname;
        this.resolver = resolver;
        this.routing = routing;
        this.expiry = expiry;
        this.clock = clock;
        this.ids = ids;
    }

    @Override
    public Report report(Kind kind, QueuedMail mail, List<Case> cases, MessageSource body) {
        if (mail.reversePath().isEmpty()) {
            return new Report.Nobody("it came from the null reverse-path");
        }
        EmailAddress sender = mail.reversePath().get();
        return switch (resolver.resolveOwn(routing.get(), sender)) {
            case Resolution.Accepted(List<Target> targets) -> write(kind, mail, cases, body, targets);
            case Resolution.UnknownMailbox unknown -> new Report.Nobody("there is no " + sender);
            case Resolution.RelayDenied denied -> new Report.Nobody("mail for " + sender + " is not relayed");
            case Resolution.NoRoute noRoute -> new Report.Nobody("there is no route to " + sender);
            case Resolution.NoRouteForForward forward -> new Report.Nobody("there is no route for " + sender);
            case Resolution.Misconfigured(String reason) -> new Report.Later(reason);
            case Resolution.Unavailable(String reason) -> new Report.Later(reason);
            case Resolution.NotConfigured() -> new Report.Later("there is no complete configuration yet");
        };
    }

    private Report write(Kind kind, QueuedMail mail, List<Case> cases, MessageSource body, List<Target> targets) {
        Instant now = clock.instant();
        MailId id = ids.apply(now.toEpochMilli());
        EmailAddress sender = mail.reversePath().orElseThrow();
        byte[] header;
        try {
            header = header(body, MAX_HEADER);
        } catch (IOException e) {
            return new Report.Later("the mail cannot be read: " + e.getMessage());
        }
        StatusReport report = new StatusReport(
                id, hostname, kind, sender, mail.arrived(), now, mail.arrived().plus(expiry));
        byte[] text = report.write(cases, header);
        List<QueuedRecipient> recipients = new ArrayList<>();
        for (Target target : targets) {
            recipients.add(
                    QueuedRecipient.create(recipients.size(), target.address(), sender, target.destination(), now));
        }
        return new Report.Ready(
                new QueuedMail(id, now, Optional.empty(), StatusReport.isEightBit(text), text.length, recipients),
                MessageSource.of(text));
    }

    /**
     * The header: the lines before the empty one, with their CRLF; those that begin within {@code maxOctets} and end
     * there.
     */
    static byte[] header(MessageSource message, int maxOctets) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(maxOctets, message.size()));
        while (buffer.hasRemaining()) {
            if (message.read(buffer.position(), buffer) < 0) {
                break;
            }
        }
        byte[] octets = buffer.array();
        int length = buffer.position();
        int line = 0;
        for (int i = 0; i + 1 < length; i++) {
            if (octets[i] == '\r' && octets[i + 1] == '\n') {
                if (i == line) {
                    return Arrays.copyOf(octets, line);
                }
                line = i + 2;
            }
        }
        return Arrays.copyOf(octets, line);
    }
}
