package io.postwerk.imapserver.lmtp;

import io.postwerk.mail.MailId;
import io.postwerk.runtime.LogContext;
import io.postwerk.smtp.Replies;
import io.postwerk.smtp.SmtpReply;
import io.postwerk.store.StoreResult.AppendResult;
import io.postwerk.store.StoreResult.LimitReached;
import io.postwerk.store.StoreResult.NoSuchFolder;
import io.postwerk.store.StoreResult.OverQuota;
import io.postwerk.store.StoreResult.StoreFailed;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** The LMTP reply to the result of a delivery, and the line in the log: the one place where results become replies. */
final class DeliveryReply {
    private static final Logger LOG = System.getLogger(DeliveryReply.class.getName());

    private DeliveryReply() {}

    /** @param mail the identity of the mail, for the reply and the log */
    static SmtpReply of(AppendResult result, LmtpTransaction.Delivery delivery, MailId mail) {
        try (LogContext _ = LogContext.mail(mail.value())) {
            return switch (result) {
                case AppendResult.Appended appended -> {
                    LOG.log(Level.INFO, () -> "delivered to " + delivery.address() + " as UID " + appended.uid());
                    yield Replies.delivered(mail.value());
                }
                case AppendResult.Duplicate duplicate -> {
                    LOG.log(
                            Level.INFO,
                            () -> "delivered to " + delivery.address() + " before, as UID " + duplicate.uid());
                    yield Replies.delivered(mail.value());
                }
                case OverQuota over -> {
                    LOG.log(Level.INFO, () -> "mailbox of " + delivery.address() + " is full");
                    // RFC 3463 3.3: X.2.2 is a persistent transient failure, since the recipient can make room
                    yield Replies.OVER_QUOTA;
                }
                case LimitReached(LimitReached.Limit limit) ->
                    failed(
                            delivery,
                            "limit " + limit,
                            limit == LimitReached.Limit.MESSAGE_OCTETS ? Replies.MESSAGE_TOO_BIG : Replies.LOCAL_ERROR);
                case NoSuchFolder gone -> failed(delivery, "no INBOX", Replies.LOCAL_ERROR);
                case StoreFailed(String reason, boolean full) ->
                    // RFC 3463 3.4: X.3.1 mail system full
                    failed(delivery, reason, full ? Replies.INSUFFICIENT_STORAGE : Replies.LOCAL_ERROR);
            };
        }
    }

    private static SmtpReply failed(LmtpTransaction.Delivery delivery, String reason, SmtpReply reply) {
        LOG.log(Level.WARNING, () -> "not delivered to " + delivery.address() + ": " + reason);
        return reply;
    }
}
