package io.postwerk.smtpserver.routing;

import io.postwerk.mail.DomainName;
import io.postwerk.mail.EmailAddress;
import io.postwerk.smtp.Replies;
import io.postwerk.smtp.SmtpReply;
import java.util.List;

/** What becomes of a recipient. */
public sealed interface Resolution {
    /** It is accepted, and stands for these: at least one, none twice. */
    record Accepted(List<Target> targets) implements Resolution {
        public Accepted {
            targets = List.copyOf(targets);
            if (targets.isEmpty()) {
                throw new IllegalArgumentException("accepted for nobody");
            }
        }
    }

    /** It is refused, for now or for good. */
    sealed interface Refused extends Resolution {
        /** What the log should say and the client need not know; may be empty. */
        default String reason() {
            return "";
        }

        /** What the client is told. A case that cannot be decided now is never answered with 5yz. */
        default SmtpReply reply() {
            return switch (this) {
                // RFC 3463 3.8: X.7.1 delivery not authorized
                case RelayDenied() -> Replies.RELAY_DENIED;
                // RFC 3463 3.2: X.1.1 bad destination mailbox address
                case UnknownMailbox(EmailAddress address) -> Replies.noSuchMailbox(address);
                // RFC 3463 3.4: X.3.0 other mail system status
                case Unavailable unavailable -> Replies.LOCAL_ERROR;
                case NotConfigured() -> Replies.NOT_READY;
                // RFC 3463 3.4: X.3.5 system incorrectly configured. 4yz, because whoever runs the server can mend it
                case Misconfigured misconfigured -> Replies.ADDRESS_MISCONFIGURED;
                // RFC 3463 3.5: X.4.4 unable to route
                case NoRoute(DomainName domain) -> Replies.noRoute(domain.ascii());
                // RFC 3464 4.2: a stranger does not learn where the address forwards to
                case NoRouteForForward forward -> Replies.NO_ROUTE_FOR_FORWARD;
            };
        }
    }

    /** Not ours, and the client may not relay. */
    record RelayDenied() implements Refused {}

    /** The domain is ours, it is complete, and has no such address. */
    record UnknownMailbox(EmailAddress address) implements Refused {}

    /** Ours, and cannot be decided now: invalid, incomplete, not loaded yet, or the users cannot be asked. */
    record Unavailable(String reason) implements Refused {}

    /** There is no complete configuration yet. */
    record NotConfigured() implements Refused {}

    /** The aliases behind the address lead nowhere: a loop, too many, or a target that does not exist. */
    record Misconfigured(String reason) implements Refused {}

    /** The client may relay, and there is no next hop for the domain. */
    record NoRoute(DomainName domain) implements Refused {}

    /** The address is ours and forwards to another domain, for which there is no next hop. */
    record NoRouteForForward(DomainName domain) implements Refused {}
}
