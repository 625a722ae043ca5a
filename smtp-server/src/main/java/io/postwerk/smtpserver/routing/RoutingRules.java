package io.postwerk.smtpserver.routing;

import io.postwerk.config.IpNetwork;
import io.postwerk.config.server.SmtpServerConfig;
import io.postwerk.config.server.SmtpServerConfig.RecipientRestriction;
import io.postwerk.mail.DomainName;
import io.postwerk.mail.EmailAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * What the static configuration says about who may send where.
 *
 * @param hostname the server's own name: mail for its postmaster is ours even if the domain is not
 * @param trustedNetworks clients that may relay
 * @param restrictions asked in this order until one decides
 */
public record RoutingRules(
        Optional<DomainName> hostname, List<IpNetwork> trustedNetworks, List<RecipientRestriction> restrictions) {

    public RoutingRules {
        trustedNetworks = List.copyOf(trustedNetworks);
        restrictions = List.copyOf(restrictions);
    }

    public static RoutingRules of(SmtpServerConfig config) {
        return new RoutingRules(
                DomainName.tryParse(config.hostname()), config.trustedNetworks(), config.recipientRestrictions());
    }

    /**
     * The rights of a client. A client without a known address, as on a Unix socket, is not trusted.
     *
     * @param sender the reverse-path, which is known to be the client's own if it has logged in
     */
    public Standing standing(Optional<InetAddress> client, boolean authenticated, Optional<EmailAddress> sender) {
        boolean trusted = client.filter(
                        address -> trustedNetworks.stream().anyMatch(network -> network.contains(address)))
                .isPresent();
        return new Standing(
                trusted, authenticated, sender.filter(_ -> authenticated).map(EmailAddress::domain));
    }

    /**
     * What decides whether somebody may send to other people's domains.
     *
     * @param trusted the client's address is in a trusted network
     * @param authenticated the client has logged in
     * @param submitter domain of the sender's address, which is the logged-in client's own
     */
    public record Standing(boolean trusted, boolean authenticated, Optional<DomainName> submitter) {
        /** Whether it may send from our own domains, if that is for our own clients only. */
        public boolean mayUseOwn() {
            return trusted || authenticated;
        }
    }
}
