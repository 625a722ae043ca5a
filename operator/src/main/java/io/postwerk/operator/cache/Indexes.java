package io.postwerk.operator.cache;

import io.postwerk.crds.MailDomain;
import io.postwerk.crds.MailUser;
import io.postwerk.crds.ObjectKey;
import io.postwerk.crds.Relay;
import io.postwerk.mail.DomainName;
import io.postwerk.mail.EmailAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The keys by which resources are found without looking at all of them. */
public final class Indexes {
    /** MailDomains and Relays by {@link #key} of their MailServer. */
    public static final String SERVER = "server";

    /** MailDomains by their domain, MailUsers by that of their address; canonical. */
    public static final String DOMAIN = "domain";

    /** MailUsers by {@link #key} of the MailDomain that they name. */
    public static final String DOMAIN_REFERENCE = "domain-reference";

    private Indexes() {}

    /** The indexes of MailDomains. */
    public static Map<String, Function<MailDomain, List<String>>> ofDomains() {
        return Map.of(
                SERVER,
                domain -> keys(server(domain)),
                DOMAIN,
                domain -> domain(domain).map(DomainName::ascii).stream().toList());
    }

    /** The indexes of MailUsers. */
    public static Map<String, Function<MailUser, List<String>>> ofUsers() {
        return Map.of(
                DOMAIN,
                user -> domain(user).map(DomainName::ascii).stream().toList(),
                DOMAIN_REFERENCE,
                user -> keys(domainReference(user)));
    }

    /** The indexes of Relays. */
    public static Map<String, Function<Relay, List<String>>> ofRelays() {
        return Map.of(SERVER, relay -> keys(server(relay)));
    }

    /** Key of an index. */
    public static String key(ObjectKey key) {
        return key.toString();
    }

    /** The MailServer of a MailDomain; absent if it could not be read. */
    public static Optional<ObjectKey> server(MailDomain domain) {
        return Optional.ofNullable(domain.getSpec())
                .flatMap(spec -> Optional.ofNullable(spec.serverRef()))
                .map(reference -> reference.key(domain.getMetadata().getNamespace()));
    }

    /** The MailServer of a Relay; absent if it could not be read. */
    public static Optional<ObjectKey> server(Relay relay) {
        return Optional.ofNullable(relay.getSpec())
                .flatMap(spec -> Optional.ofNullable(spec.serverRef()))
                .map(reference -> reference.key(relay.getMetadata().getNamespace()));
    }

    static Optional<DomainName> domain(MailDomain domain) {
        return Optional.ofNullable(domain.getSpec())
                .flatMap(spec -> Optional.ofNullable(spec.domain()))
                .flatMap(DomainName::tryParse);
    }

    static Optional<DomainName> domain(MailUser user) {
        return Optional.ofNullable(user.getSpec())
                .flatMap(spec -> Optional.ofNullable(spec.address()))
                .flatMap(EmailAddress::tryParse)
                .map(EmailAddress::domain);
    }

    static Optional<ObjectKey> domainReference(MailUser user) {
        return Optional.ofNullable(user.getSpec())
                .flatMap(spec -> spec.domainRef())
                .map(reference -> reference.key(user.getMetadata().getNamespace()));
    }

    private static List<String> keys(Optional<ObjectKey> key) {
        return key.map(Indexes::key).stream().toList();
    }
}
