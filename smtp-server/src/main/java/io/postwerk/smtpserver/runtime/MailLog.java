package io.postwerk.smtpserver.runtime;

import io.postwerk.mail.EmailAddress;
import io.postwerk.runtime.LogContext;
import io.postwerk.smtpserver.MailEvent;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** One line for each thing that happens to a mail, with the ids of the mail and of the session that brought it. */
final class MailLog implements MailEvent.Observer {
    private static final Logger LOG = System.getLogger("io.postwerk.smtpserver.mail");

    /** Limit of the recipients that a line names; the others are counted. */
    private static final int NAMED = 20;

    @Override
    public void observe(MailEvent event) {
        try (LogContext _ = LogContext.mail(event.mail().value())) {
            switch (event) {
                case MailEvent.Accepted accepted -> {
                    try (LogContext _ = LogContext.session(accepted.sessionId())) {
                        LOG.log(Level.INFO, line(accepted));
                    }
                }
                case MailEvent.Refused refused -> {
                    try (LogContext _ = LogContext.session(refused.sessionId())) {
                        LOG.log(Level.INFO, line(refused));
                    }
                }
                case MailEvent.NotificationSubmitted it -> {
                    try (LogContext _ = LogContext.session(it.sessionId())) {
                        LOG.log(Level.INFO, "a user submits a notification from the null reverse-path");
                    }
                }
                case MailEvent.Delivered it ->
                    LOG.log(
                            Level.INFO,
                            "delivered to=<" + it.recipient() + "> host=" + it.host() + " attempt=" + it.attempts());
                case MailEvent.Deferred it ->
                    LOG.log(
                            Level.INFO,
                            "deferred to=<" + it.recipient() + "> until=" + it.nextAttempt() + " because="
                                    + it.failure());
                case MailEvent.Failed it ->
                    LOG.log(
                            Level.INFO,
                            "failed to=<" + it.recipient() + "> because=" + it.failure() + " reported="
                                    + it.report().map(Object::toString).orElse("to nobody"));
                case MailEvent.DelayReported it ->
                    LOG.log(Level.INFO, "late to=<" + it.recipient() + "> reported=" + it.report());
                case MailEvent.ReportDropped it ->
                    LOG.log(Level.WARNING, "the sender is not told of the failure: " + it.reason());
                case MailEvent.AttemptFailed it -> LOG.log(Level.ERROR, "an attempt could not be made", it.cause());
            }
        }
    }

    private static String line(MailEvent.Accepted it) {
        StringBuilder line = new StringBuilder(160);
        line.append(
                switch (it.mode()) {
                    case CUT_THROUGH -> "delivered";
                    case QUEUED -> "queued";
                });
        line.append(" from=<").append(path(it.reversePath())).append("> to=");
        line.append(it.recipients().stream()
                .limit(NAMED)
                .map(address -> "<" + address + ">")
                .collect(Collectors.joining(",")));
        if (it.recipients().size() > NAMED) {
            line.append(" and ").append(it.recipients().size() - NAMED).append(" more");
        }
        line.append(" octets=").append(it.octets());
        line.append(" ms=").append(TimeUnit.NANOSECONDS.toMillis(it.nanos()));
        return line.toString();
    }

    private static String line(MailEvent.Refused it) {
        StringBuilder line = new StringBuilder(160);
        line.append("refused from=<").append(path(it.reversePath())).append('>');
        it.recipient().ifPresent(recipient -> line.append(" to=").append(recipient));
        line.append(" reply=").append(it.reply());
        if (!it.reason().isEmpty()) {
            line.append(" because=").append(it.reason());
        }
        return line.toString();
    }

    private static String path(Optional<EmailAddress> reversePath) {
        return reversePath.map(EmailAddress::toString).orElse("");
    }
}
