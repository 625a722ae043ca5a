package io.postwerk.smtpserver.routing;

import io.postwerk.mail.DomainName;
import io.postwerk.mail.EmailAddress;
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

    /** It is refused, for now or for good: {@link RecipientReplies} says how. */
    sealed interface Refused extends Resolution {
        /** What the log should say and the client need not know; may be empty. */
        default String reason() {
            return "";
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
