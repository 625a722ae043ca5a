package io.postwerk.smtpserver.routing;

import io.postwerk.smtp.Replies;
import io.postwerk.smtp.SmtpReply;

/** The one place where a refusal becomes a reply. What is only in doubt is never answered with 5yz. */
public final class RecipientReplies {
    private RecipientReplies() {}

    public static SmtpReply reply(Resolution.Refused refused) {
        return switch (refused) {
            // RFC 3463 3.8: X.7.1 delivery not authorized
            case Resolution.RelayDenied() -> Replies.relayDenied();
            // RFC 3463 3.2: X.1.1 bad destination mailbox address
            case Resolution.UnknownMailbox unknown -> Replies.noSuchMailbox(unknown.address());
            // RFC 3463 3.4: X.3.0 other mail system status
            case Resolution.Unavailable unavailable -> Replies.localError();
            case Resolution.NotConfigured() -> Replies.notReady();
            // RFC 3463 3.4: X.3.5 system incorrectly configured. 4yz, because whoever runs the server can mend it
            case Resolution.Misconfigured misconfigured -> Replies.addressMisconfigured();
            // RFC 3463 3.5: X.4.4 unable to route
            case Resolution.NoRoute noRoute -> Replies.noRoute(noRoute.domain().ascii());
            // RFC 3464 4.2: a stranger does not learn where the address forwards to
            case Resolution.NoRouteForForward forward -> Replies.noRouteForForward();
        };
    }
}
