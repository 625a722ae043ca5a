package io.postwerk.plan.finding;

import io.postwerk.config.IpNetwork;
import io.postwerk.mail.AddressException;
import io.postwerk.mail.DomainName;
import io.postwerk.mail.EmailAddress;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/** Parses the addresses and domains of resources, and reports those that are not valid. */
public final class Addresses {
    private Addresses() {}

    /** Parses an address; one that is not valid is reported. */
    public static Optional<EmailAddress> parse(Findings findings, Claimant owner, String field, String text) {
        try {
            return Optional.of(EmailAddress.parse(text));
        } catch (AddressException e) {
            findings.error(
                    owner,
                    field,
                    Reason.INVALID,
                    "'" + text + "' is not an address: " + e.getMessage(),
                    "write it as name@example.org");
            return Optional.empty();
        }
    }

    /** Parses a domain; one that is not valid is reported. */
    public static Optional<DomainName> parseDomain(Findings findings, Claimant owner, String field, String text) {
        try {
            return Optional.of(DomainName.parse(text));
        } catch (AddressException e) {
            findings.error(
                    owner,
                    field,
                    Reason.INVALID,
                    "'" + text + "' is not a domain: " + e.getMessage(),
                    "write it as example.org");
            return Optional.empty();
        }
    }

    /** Parses a list of addresses and drops repetitions; absent if any of them is not valid. */
    public static Optional<List<EmailAddress>> parseAll(
            Findings findings, Claimant owner, String field, List<String> texts) {
        SequencedSet<EmailAddress> parsed = new LinkedHashSet<>();
        boolean whole = true;
        for (int i = 0; i < texts.size(); i++) {
            Optional<EmailAddress> address = parse(findings, owner, field + "[" + i + "]", texts.get(i));
            address.ifPresent(parsed::add);
            whole &= address.isPresent();
        }
        return whole ? Optional.of(new ArrayList<>(parsed)) : Optional.empty();
    }

    public static boolean isPostmaster(EmailAddress address) {
        return address.localPart().equalsIgnoreCase("postmaster");
    }

    public static boolean isNetwork(String text) {
        return network(text).isPresent();
    }

    public static Optional<IpNetwork> network(String text) {
        try {
            return Optional.of(IpNetwork.parse(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    public static boolean isIp(String text) {
        return ip(text).isPresent();
    }

    public static Optional<InetAddress> ip(String text) {
        try {
            return Optional.of(IpNetwork.address(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
