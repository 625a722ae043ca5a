package io.postwerk.plan.routing;

import io.postwerk.config.PublicAddresses;
import io.postwerk.crds.MailDomainStatus;
import io.postwerk.crds.MailServerSpec;
import io.postwerk.crds.NextHopSpec;
import io.postwerk.crds.RelaySpec;
import io.postwerk.mail.DomainName;
import io.postwerk.plan.finding.Addresses;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a domain should publish, as far as it follows from the resources. */
public final class DnsRecords {
    private final MailServerSpec spec;
    private final Senders senders;

    public DnsRecords(MailServerSpec spec, Senders senders) {
        this.spec = spec;
        this.senders = senders;
    }

    public List<MailDomainStatus.DnsRecord> of(DomainName domain) {
        return List.of(mx(domain), spf(domain), dmarc(domain));
    }

    private MailDomainStatus.DnsRecord mx(DomainName domain) {
        return new MailDomainStatus.DnsRecord(
                MailDomainStatus.DnsRecord.Type.MX,
                domain.ascii(),
                "10 " + spec.hostname().toLowerCase(Locale.ROOT) + ".",
                "Brings mail for the domain to the server (RFC 5321 5.1). The host needs address records that lead to the "
                        + "server, and a PTR record back to it.");
    }

    /** RFC 7208: who sends for the domain. */
    private MailDomainStatus.DnsRecord spf(DomainName domain) {
        Optional<NextHopSpec> own = senders.relay(domain).map(RelaySpec::nextHop);
        Optional<NextHopSpec> hop = own.or(() -> spec.outbound().nextHop());
        if (hop.isEmpty()) {
            return text(
                    domain.ascii(),
                    "v=spf1 mx -all",
                    "Says that only the domain's mail exchangers send for it (SPF, RFC 7208). Add whoever else does before "
                            + "publishing it.");
        }
        String host = hop.get().host();
        return text(
                domain.ascii(),
                "v=spf1 mx" + mechanism(host) + " ~all",
                "Says who sends for the domain (SPF, RFC 7208). Mail goes out by " + host
                        + ", which may send from other "
                        + "addresses than its own: put what its operator asks for in the place of" + mechanism(host)
                        + ", often an include, and end it with -all once nobody else sends.");
    }

    /** What stands for the smarthost: nothing if only insiders can know it. */
    private static String mechanism(String host) {
        Optional<InetAddress> address = Addresses.ip(host);
        if (address.isEmpty()) {
            return host.contains(".") ? " a:" + host.toLowerCase(Locale.ROOT) : "";
        }
        if (!PublicAddresses.contains(address.get())) {
            return "";
        }
        return (address.get() instanceof Inet4Address ? " ip4:" : " ip6:") + host;
    }

    private static MailDomainStatus.DnsRecord dmarc(DomainName domain) {
        return text(
                "_dmarc." + domain.ascii(),
                "v=DMARC1; p=quarantine; rua=mailto:postmaster@" + domain.ascii(),
                "Asks others to put aside mail that only claims to be from the domain, and to report on it (DMARC, RFC 7489). "
                        + "Begin with p=none and read the reports for some weeks if others send for the domain too.");
    }

    private static MailDomainStatus.DnsRecord text(String name, String value, String purpose) {
        return new MailDomainStatus.DnsRecord(MailDomainStatus.DnsRecord.Type.TXT, name, "\"" + value + "\"", purpose);
    }
}
