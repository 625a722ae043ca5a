package io.postwerk.smtpserver.receive;

import io.postwerk.mail.EmailAddress;
import io.postwerk.mail.MailId;
import io.postwerk.mail.MessageSource;
import io.postwerk.smtp.ForwardPath;
import io.postwerk.smtp.RcptParameters;
import io.postwerk.smtp.Replies;
import io.postwerk.smtp.SmtpReply;
import io.postwerk.smtp.server.MailTransaction;
import io.postwerk.smtpserver.MailEvent;
import io.postwerk.smtpserver.routing.Resolution;
import io.postwerk.smtpserver.routing.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One transaction: collects the targets of its recipients, each once, and hands the message over with them. */
final class IncomingMail implements MailTransaction {
    /** Limit of the targets of all recipients together, aliases expanded. */
    private static final int MAX_TARGETS = 10_000;

    private final MailOrigin origin;
    private final AddressPolicy addresses;
    private final MailAcceptance acceptance;
    private final Optional<AuthorCheck> authors;
    private final MailEvent.Observer observer;
    /** With the recipient that led to the target first. */
    private final Map<Target, EmailAddress> targets = new LinkedHashMap<>();

    private int recipients;
    private Optional<EmailAddress> only = Optional.empty();

    /** @param authors of a user's mail: whether its header is true */
    IncomingMail(
            MailOrigin origin,
            AddressPolicy addresses,
            MailAcceptance acceptance,
            Optional<AuthorCheck> authors,
            MailEvent.Observer observer) {
        this.authors = authors;
        this.origin = origin;
        this.addresses = addresses;
        this.acceptance = acceptance;
        this.observer = observer;
    }

    @Override
    public MailId id() {
        return origin.id();
    }

    @Override
    public Optional<SmtpReply> rcpt(ForwardPath path, RcptParameters parameters) {
        if (authors.isPresent() && origin.reversePath().isEmpty() && recipients == 1) {
            return refuse(path, Replies.NULL_SENDER_NOT_ALLOWED, "a second recipient");
        }
        return switch (addresses.recipient(origin.session(), origin.reversePath(), path)) {
            case Resolution.Accepted(List<Target> found) -> accept(path, found);
            case Resolution.Refused refused -> refuse(path, refused.reply(), refused.reason());
        };
    }

    private Optional<SmtpReply> accept(ForwardPath path, List<Target> found) {
        if (targets.size() + found.size() > MAX_TARGETS) {
            return refuse(path, Replies.TOO_MANY_RECIPIENTS, "more than " + MAX_TARGETS + " with aliases");
        }
        EmailAddress original = switch (path) {
            case ForwardPath.Mailbox(EmailAddress address) -> address;
            case ForwardPath.Postmaster() -> found.getFirst().address();
        };
        found.forEach(target -> targets.putIfAbsent(target, original));
        recipients++;
        only = recipients == 1 ? Optional.of(original) : Optional.empty();
        return Optional.empty();
    }

    private Optional<SmtpReply> refuse(ForwardPath path, SmtpReply reply, String reason) {
        observer.observe(origin.refused(Optional.of(path), reply, reason));
        return Optional.of(reply);
    }

    @Override
    public DataResult data(MessageSource message) {
        return new DataResult.Whole(
                authors.isEmpty()
                        ? acceptance.accept(origin, targets, only, message)
                        : submit(authors.get()
                                .check(message, origin.reversePath().isEmpty())));
    }

    private SmtpReply submit(AuthorCheck.Result result) {
        return switch (result) {
            case AuthorCheck.Result.Refused(SmtpReply reply, String reason) -> {
                observer.observe(origin.refused(Optional.empty(), reply, reason));
                yield reply;
            }
            case AuthorCheck.Result.Fine(MessageSource message) -> {
                if (origin.reversePath().isEmpty()) {
                    observer.observe(new MailEvent.NotificationSubmitted(origin.id(), origin.sessionId()));
                }
                yield acceptance.accept(origin, targets, only, message);
            }
        };
    }
}
