package io.postwerk.config.routing;

import io.postwerk.config.Bounds;
import io.postwerk.mail.DomainName;
import io.postwerk.mail.EmailAddress;
import java.util.List;

/** What the addresses of a domain are. In the file it is an object with one key, the kind: {@code {"mailbox":{}}}. */
public sealed interface DomainKind {
    /** Addresses are users, looked up at auth-sidecar, or aliases. */
    record Mailbox() implements DomainKind {}

    /** Addresses are aliases only; the domain has no users. */
    record Alias() implements DomainKind {}

    /**
     * Another name for a Mailbox domain: every address is the same address there.
     *
     * @param usersFrom the domain whose users and aliases they are
     */
    record Local(DomainName usersFrom) implements DomainKind {}

    /**
     * Mail is passed on to another server.
     *
     * @param nextHop that server
     * @param recipients which recipients are taken
     */
    record Relay(NextHop nextHop, RelayRecipients recipients) implements DomainKind {}

    /**
     * The domain is ours, but its resource is invalid or not complete: every address of it is answered 451.
     *
     * @param reason why, in words for the log
     */
    record Unavailable(String reason) implements DomainKind {}

    /** Which recipients of a relay domain are taken. In the file an object with one key: {@code {"any":{}}}. */
    sealed interface RelayRecipients {
        /** Every one; the next hop decides. */
        record Any() implements RelayRecipients {}

        /**
         * Those listed, and {@code postmaster}.
         *
         * @param addresses the recipients in this domain, sorted by their canonical form
         */
        record Listed(@Bounds(max = 10_000) List<EmailAddress> addresses) implements RelayRecipients {
            public Listed {
                addresses = List.copyOf(addresses);
            }
        }
    }
}
