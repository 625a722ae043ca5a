package io.postwerk.plan.server;

import io.postwerk.config.IpNetwork;
import io.postwerk.crds.AuthSpec;
import io.postwerk.crds.DirectorySpec;
import io.postwerk.crds.ListenerTls;
import io.postwerk.crds.MailServerSpec;
import io.postwerk.crds.MailboxSpec;
import io.postwerk.crds.NetworkSpec;
import io.postwerk.crds.OutboundSpec;
import io.postwerk.crds.Rules;
import io.postwerk.crds.SmtpSpec;
import io.postwerk.crds.TlsSpec;
import io.postwerk.plan.domain.Attachments;
import io.postwerk.plan.finding.Addresses;
import io.postwerk.plan.finding.Checks;
import io.postwerk.plan.finding.Claimant;
import io.postwerk.plan.finding.Findings;
import io.postwerk.plan.finding.Reason;
import io.postwerk.plan.finding.Units;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rules of the MailServer's CRD in Java, and what no rule can say. */
public final class ServerChecks {
    private static final List<IpNetwork> PRIVATE = Stream.of(
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.168.0.0/16",
                    "::1/128",
                    "fc00::/7",
                    "fe80::/10")
            .map(IpNetwork::parse)
            .toList();
    private static final Pattern NAME = Pattern.compile("[a-z]([a-z0-9-]{0,30}[a-z0-9])?");
    private static final Set<Integer> RESERVED_PORTS = Set.of(DeploymentTarget.LMTP_PORT, 9000, 9001, 9002, 9003);
    private static final long MIN_MESSAGE_OCTETS = 64 << 10;

    private final Findings findings;
    private final Claimant owner;
    private final MailServerSpec spec;

    public ServerChecks(Findings findings, Claimant owner, MailServerSpec spec) {
        this.findings = findings;
        this.owner = owner;
        this.spec = spec;
    }

    public void run() {
        if (!NAME.matcher(owner.key().name()).matches()) {
            findings.rule(owner, "metadata.name", Rules.SERVER_NAME);
        }
        storage("spec.smtp.storage", spec.smtp().storage());
        storage("spec.mailbox.storage", spec.mailbox().storage());
        MailboxSpec.Limits readers = spec.mailbox().limits();
        if (readers.connectionsPerAddress() > readers.connectionsPerNetwork()) {
            findings.rule(owner, "spec.mailbox.limits", Rules.CONNECTIONS_PER_NETWORK);
        }
        network(spec.network());
        listeners();
        smtp(spec.smtp());
        certificates(spec.tls().certificates());
        clientCertificates();
        authListeners(spec.auth().sockets().tcp());
        directories(spec.directories());
        issuers(spec.auth().issuers());
        penaltyExemptions(spec.auth().penaltyExemptions());
        outbound(spec.outbound());
        new ExposureChecks(findings, owner, spec).run();
        spec.networkPolicy()
                .metricsFrom()
                .ifPresent(from -> Checks.selector(findings, owner, "spec.networkPolicy.metricsFrom", from));
        for (int i = 0; i < spec.attachments().size(); i++) {
            String field = "spec.attachments[" + i + "]";
            Checks.selection(
                    findings,
                    owner,
                    field + ".namespaces",
                    spec.attachments().get(i).namespaces());
            patterns(field + ".domains", spec.attachments().get(i).domains());
        }
    }

    private void storage(String field, MailServerSpec.Storage storage) {
        if (storage.minFree().map(Units::octets).orElse(0L) >= Units.octets(storage.size())) {
            findings.rule(owner, field, Rules.STORAGE_MIN_FREE);
        }
    }

    private void certificates(List<TlsSpec.Certificate> certificates) {
        for (int i = 0; i < certificates.size(); i++) {
            TlsSpec.Certificate certificate = certificates.get(i);
            String field = "spec.tls.certificates[" + i + "]";
            if ((certificate.source() == TlsSpec.Certificate.Source.SECRET)
                    != certificate.secretRef().isPresent()) {
                findings.rule(owner, field, Rules.CERTIFICATE_SECRET);
            }
            if ((certificate.source() == TlsSpec.Certificate.Source.CERT_MANAGER)
                    != certificate.issuerRef().isPresent()) {
                findings.rule(owner, field, Rules.CERTIFICATE_ISSUER);
            }
        }
    }

    private void directories(List<DirectorySpec> directories) {
        for (int i = 0; i < directories.size(); i++) {
            DirectorySpec directory = directories.get(i);
            String field = "spec.directories[" + i + "]";
            if ((directory.type() == DirectorySpec.Type.SQL) != directory.sql().isPresent()) {
                findings.rule(owner, field, Rules.DIRECTORY_SQL);
            }
            if ((directory.type() == DirectorySpec.Type.LDAP)
                    != directory.ldap().isPresent()) {
                findings.rule(owner, field, Rules.DIRECTORY_LDAP);
            }
            if (directory.type() == DirectorySpec.Type.RESOURCES
                    && !directory.domains().isEmpty()) {
                findings.rule(owner, field, Rules.DIRECTORY_DOMAINS);
            }
        }
    }

    private void penaltyExemptions(List<String> networks) {
        for (String network : networks) {
            try {
                if (IpNetwork.parse(network).prefixLength() > 0) {
                    continue;
                }
            } catch (IllegalArgumentException e) {
                // as below
            }
            findings.rule(owner, "spec.auth.penaltyExemptions", Rules.PENALTY_EXEMPTION);
            return;
        }
    }

    private void issuers(List<AuthSpec.TokenIssuer> issuers) {
        for (int i = 0; i < issuers.size(); i++) {
            AuthSpec.TokenIssuer issuer = issuers.get(i);
            if (issuer.jwksUri().isPresent() == issuer.introspectionUri().isPresent()) {
                findings.rule(owner, "spec.auth.issuers[" + i + "]", Rules.ISSUER_CHECK);
            }
        }
    }

    private void outbound(OutboundSpec outbound) {
        outbound.nextHop().ifPresent(hop -> Checks.nextHop(findings, owner, "spec.outbound.nextHop", hop));
        for (int i = 0; i < outbound.routes().size(); i++) {
            String field = "spec.outbound.routes[" + i + "].nextHop";
            Checks.nextHop(findings, owner, field, outbound.routes().get(i).nextHop());
        }
        Checks.allowedNextHops(findings, owner, "spec.outbound.allowedNextHops", outbound.allowedNextHops());
    }

    private void patterns(String field, List<String> patterns) {
        for (int i = 0; i < patterns.size(); i++) {
            if (!Attachments.isPattern(patterns.get(i))) {
                findings.error(
                        owner,
                        field + "[" + i + "]",
                        Reason.INVALID,
                        "'" + patterns.get(i) + "' is no domain, and nobody can attach by it",
                        "write it as example.org, *.example.org or *");
            }
        }
    }

    private void network(NetworkSpec network) {
        NetworkSpec.Interfaces interfaces = network.interfaces();
        if ((interfaces.type() == NetworkSpec.Interfaces.Type.ADDRESSES)
                == interfaces.addresses().isEmpty()) {
            findings.rule(owner, "spec.network.interfaces", Rules.INTERFACE_ADDRESSES);
        }
        if (!interfaces.addresses().stream().allMatch(Addresses::isIp)) {
            findings.rule(owner, "spec.network.interfaces.addresses", Rules.INTERFACE_IP);
        } else {
            for (int i = 0; i < interfaces.addresses().size(); i++) {
                protocol(network, i, interfaces.addresses().get(i));
            }
        }
        boolean form = true;
        boolean content = true;
        for (String text : network.trusted()) {
            try {
                IpNetwork trusted = IpNetwork.parse(text);
                content &= PRIVATE.stream().anyMatch(network1 -> network1.contains(trusted));
            } catch (IllegalArgumentException e) {
                form = false;
            }
        }
        if (!form) {
            findings.rule(owner, "spec.network.trusted", Rules.TRUSTED_CIDR);
        }
        if (!content) {
            findings.rule(owner, "spec.network.trusted", Rules.TRUSTED_PUBLIC);
        }
    }

    private void protocol(NetworkSpec network, int index, String address) {
        boolean version6 = address.contains(":");
        boolean fits = switch (network.protocols()) {
            case ALL -> true;
            case IPV4 -> !version6;
            case IPV6 -> version6;
        };
        if (!fits) {
            findings.error(
                    owner,
                    "spec.network.interfaces.addresses[" + index + "]",
                    Reason.INVALID,
                    "'" + address + "' is not of the protocols of the server",
                    "remove it, or set spec.network.protocols to All");
        }
    }

    private void listeners() {
        List<SmtpSpec.Listener> smtp = spec.smtp().listeners();
        List<MailboxSpec.Listener> mailbox = spec.mailbox().listeners();
        ports("spec.smtp.listeners", smtp.stream().map(SmtpSpec.Listener::port).toList());
        ports(
                "spec.mailbox.listeners",
                mailbox.stream().map(MailboxSpec.Listener::port).toList());
        Set<Integer> smtpPorts = smtp.stream().map(SmtpSpec.Listener::port).collect(Collectors.toSet());
        if (mailbox.stream().map(MailboxSpec.Listener::port).anyMatch(smtpPorts::contains)) {
            findings.rule(owner, "spec", Rules.LISTENER_PORT_BOTH);
        }
        boolean plainLogin = smtp.stream()
                        .filter(l -> l.protocol() == SmtpSpec.Listener.Protocol.SUBMISSION)
                        .anyMatch(l -> l.tls() == ListenerTls.NONE)
                || mailbox.stream().anyMatch(l -> l.tls() == ListenerTls.NONE);
        if (spec.auth().requireTls() && plainLogin) {
            findings.rule(owner, "spec", Rules.LISTENER_WITHOUT_TLS);
        }
    }

    private void ports(String field, List<Integer> ports) {
        for (int i = 0; i < ports.size(); i++) {
            if (RESERVED_PORTS.contains(ports.get(i))) {
                findings.rule(owner, field + "[" + i + "].port", Rules.LISTENER_PORT_RESERVED);
            }
        }
        if (new HashSet<>(ports).size() < ports.size()) {
            findings.rule(owner, field, Rules.LISTENER_PORT);
        }
    }

    private void clientCertificates() {
        Optional<TlsSpec.ClientCertificates> certificates = spec.tls().clientCertificates();
        if (spec.auth().mechanisms().contains(AuthSpec.Mechanism.EXTERNAL) != certificates.isPresent()) {
            findings.rule(owner, "spec", Rules.EXTERNAL_MECHANISM);
        }
        Set<String> withTls = Stream.concat(
                        spec.smtp().listeners().stream()
                                .filter(l -> l.tls() != ListenerTls.NONE)
                                .map(SmtpSpec.Listener::name),
                        spec.mailbox().listeners().stream()
                                .filter(l -> l.tls() != ListenerTls.NONE)
                                .map(MailboxSpec.Listener::name))
                .collect(Collectors.toSet());
        if (certificates.filter(c -> !withTls.containsAll(c.listeners())).isPresent()) {
            findings.rule(owner, "spec", Rules.CLIENT_CERTIFICATE_LISTENERS);
        }
    }

    private void authListeners(List<AuthSpec.TcpListener> listeners) {
        Stream<Integer> others = Stream.concat(
                spec.smtp().listeners().stream().map(SmtpSpec.Listener::port),
                spec.mailbox().listeners().stream().map(MailboxSpec.Listener::port));
        Set<Integer> taken = others.collect(Collectors.toCollection(HashSet::new));
        boolean distinct = true;
        for (int i = 0; i < listeners.size(); i++) {
            String field = "spec.auth.sockets.tcp[" + i + "]";
            AuthSpec.TcpListener listener = listeners.get(i);
            if (!Addresses.isIp(listener.address())) {
                findings.rule(owner, field + ".address", Rules.AUTH_TCP_ADDRESS);
            }
            if (RESERVED_PORTS.contains(listener.port())) {
                findings.rule(owner, field + ".port", Rules.LISTENER_PORT_RESERVED);
            }
            distinct &= taken.add(listener.port());
        }
        if (!distinct) {
            findings.rule(owner, "spec", Rules.AUTH_TCP_PORT);
        }
    }

    private void smtp(SmtpSpec smtp) {
        if (smtp.recipientRestrictions().getLast().type()
                != SmtpSpec.Restriction.Type.REJECT_UNAUTHORIZED_DESTINATION) {
            findings.rule(owner, "spec.smtp.recipientRestrictions", Rules.RESTRICTIONS_END);
        }
        long octets = Units.octets(smtp.limits().messageSize());
        if (octets < MIN_MESSAGE_OCTETS || octets > Integer.MAX_VALUE) {
            findings.rule(owner, "spec.smtp.limits.messageSize", Rules.MESSAGE_SIZE);
        }
        if (smtp.limits().connectionsPerAddress() > smtp.limits().connectionsPerNetwork()) {
            findings.rule(owner, "spec.smtp.limits", Rules.CONNECTIONS_PER_NETWORK);
        }
        long seconds = Units.seconds(smtp.queue().expiry());
        if (seconds < 60 || seconds > 8760 * 3600L) {
            findings.rule(owner, "spec.smtp.queue.expiry", Rules.QUEUE_EXPIRY);
        }
    }
}
