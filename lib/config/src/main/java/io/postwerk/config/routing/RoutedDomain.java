package io.postwerk.config.routing;

import io.postwerk.config.Bounds;
import io.postwerk.mail.DomainName;
import io.postwerk.mail.EmailAddress;
import java.util.List;
import java.util.Optional;

/**
 * A domain that this server takes mail for.
 *
 * @param name the domain
 * @param kind what its addresses are
 * @param catchAll where mail goes for addresses of the domain that are neither user nor alias; default is nowhere (empty)
 * @param postmaster where {@code postmaster@} the domain goes when it is no alias (RFC 5321 4.5.1). Equal to that address if
 *     there is a user of that name. Absent for relay domains, which have their own, and where nobody can be found: then it is
 *     answered 451
 * @param incomplete why not all addresses of the domain are known, in words for the log. As long as it is there an unknown
 *     address of the domain is answered 451, not 550: a typo in a manifest must not bounce mail. Default is absent
 * @param senders where mail that users of the domain send to other people's domains goes; default is where all such mail goes
 */
public record RoutedDomain(
        DomainName name,
        DomainKind kind,
        @Bounds(max = 100) List<EmailAddress> catchAll,
        Optional<EmailAddress> postmaster,
        Optional<String> incomplete,
        Optional<SenderRoute> senders) {

    public RoutedDomain {
        catchAll = List.copyOf(catchAll);
    }

    /** A domain whose users' outbound mail has no route of its own. */
    public RoutedDomain(
            DomainName name,
            DomainKind kind,
            List<EmailAddress> catchAll,
            Optional<EmailAddress> postmaster,
            Optional<String> incomplete) {
        this(name, kind, catchAll, postmaster, incomplete, Optional.empty());
    }

    /**
     * Where mail that a domain's own users send to other people's domains goes. In the file it is an object with one key:
     * {@code {"via":{...}}}.
     */
    public sealed interface SenderRoute {
        /**
         * To a server of the domain's own choice.
         *
         * @param nextHop that server
         */
        record Via(NextHop nextHop) implements SenderRoute {}

        /**
         * There is such a server, but its resource is invalid or not complete: the mail waits, and goes nowhere else.
         *
         * @param reason why, in words for the log
         */
        record Unavailable(String reason) implements SenderRoute {}
    }
}
