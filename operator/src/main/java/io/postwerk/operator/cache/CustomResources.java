package io.postwerk.operator.cache;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.postwerk.crds.MailDomain;
import io.postwerk.crds.MailServer;
import io.postwerk.crds.MailUser;
import io.postwerk.crds.ObjectKey;
import io.postwerk.crds.Relay;
import io.postwerk.crds.manifest.BrokenResource;
import io.postwerk.crds.manifest.Manifests;
import io.postwerk.crds.manifest.Problem;
import io.postwerk.crds.manifest.Source;
import io.postwerk.crds.manifest.Sourced;
import io.postwerk.mail.DomainName;
import io.postwerk.mail.EmailAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The custom resources of all kinds, as the controllers' caches have them, and the keys by which they are found without looking at all
 * of them.
 */
public record CustomResources(
        Kind<MailServer> servers, Kind<MailDomain> domains, Kind<MailUser> users, Kind<Relay> relays) {
    /** Index: MailDomains and Relays by their MailServer. */
    private static final String SERVER = "server";

    /** Index: MailDomains by their domain, MailUsers by that of their address; canonical. */
    private static final String DOMAIN = "domain";

    /** Index: MailUsers by the MailDomain that they name. */
    private static final String DOMAIN_REFERENCE = "domain-reference";

    /**
     * The resources of one kind.
     *
     * @param cache a controller's cache
     * @param <T> their type
     */
    public record Kind<T extends HasMetadata>(IndexerResourceCache<T> cache) {
        /** All of them. */
        public Stream<T> all() {
            return cache.list();
        }

        /** The one of that name. */
        public Optional<T> get(ObjectKey key) {
            return cache.get(new ResourceID(key.name(), key.namespace()));
        }

        private List<T> by(String index, String key) {
            return cache.byIndex(index, key);
        }
    }

    /** The index functions of MailDomains. */
    public static Map<String, Function<MailDomain, List<String>>> domainIndexes() {
        return Map.of(
                SERVER,
                domain -> keys(server(domain)),
                DOMAIN,
                domain -> domain(domain).map(DomainName::ascii).stream().toList());
    }

    /** The index functions of MailUsers. */
    public static Map<String, Function<MailUser, List<String>>> userIndexes() {
        return Map.of(
                DOMAIN,
                user -> domain(user).map(DomainName::ascii).stream().toList(),
                DOMAIN_REFERENCE,
                user -> keys(domainReference(user)));
    }

    /** The index functions of Relays. */
    public static Map<String, Function<Relay, List<String>>> relayIndexes() {
        return Map.of(SERVER, relay -> keys(server(relay)));
    }

    /** MailDomains of a MailServer. */
    List<MailDomain> domainsOf(ObjectKey server) {
        return domains.by(SERVER, server.toString());
    }

    /** Relays of a MailServer. */
    List<Relay> relaysOf(ObjectKey server) {
        return relays.by(SERVER, server.toString());
    }

    /** MailDomains that claim a domain. */
    List<MailDomain> domainsNamed(DomainName name) {
        return domains.by(DOMAIN, name.ascii());
    }

    /** MailUsers whose address is in a domain. */
    List<MailUser> usersIn(DomainName name) {
        return users.by(DOMAIN, name.ascii());
    }

    /** MailUsers that name a MailDomain. */
    List<MailUser> usersNaming(MailDomain domain) {
        return users.by(DOMAIN_REFERENCE, ObjectKey.of(domain).toString());
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
        return key.map(ObjectKey::toString).stream().toList();
    }

    /** All of them as a plan reads them, with the labels of namespaces. What could not be read is among the broken ones. */
    public Manifests manifests(Stream<Namespace> namespaces) {
        List<Sourced<?>> resources = new ArrayList<>();
        List<BrokenResource> broken = new ArrayList<>();
        Stream.of(servers.all(), domains.all(), users.all(), relays.all())
                .flatMap(all -> all)
                .forEach(resource -> UnreadableResources.broken(resource)
                        .ifPresentOrElse(broken::add, () -> resources.add(sourced(resource))));
        namespaces.forEach(namespace -> resources.add(sourced(namespace)));
        List<Problem> problems =
                broken.stream().flatMap(b -> b.problems().stream()).toList();
        return new Manifests(resources, broken, problems, true);
    }

    private static Sourced<?> sourced(HasMetadata resource) {
        return new Sourced<>(resource, Source.NONE);
    }
}
