package io.postwerk.operator.cache;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.postwerk.crds.MailDomain;
import io.postwerk.crds.MailServer;
import io.postwerk.crds.MailUser;
import io.postwerk.crds.ObjectKey;
import io.postwerk.crds.Relay;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which MailServer a resource belongs to, and what belongs to a MailServer. */
public final class ServerLookup {
    private final CustomResources resources;

    /** Asks the caches at each call. */
    public ServerLookup(CustomResources resources) {
        this.resources = resources;
    }

    /** The MailServer whose plan covers a resource, even if it does not exist; absent if no MailDomain leads to one. */
    public Optional<ObjectKey> server(HasMetadata resource) {
        return switch (resource) {
            case MailServer server -> Optional.of(ObjectKey.of(server));
            case MailDomain domain -> CustomResources.server(domain);
            case Relay relay -> CustomResources.server(relay);
            case MailUser user -> domain(user).flatMap(CustomResources::server);
            default -> Optional.empty();
        };
    }

    /** The MailServers whose plans a change of the resource can change. */
    public Set<ObjectKey> affected(HasMetadata resource) {
        if (resource instanceof MailUser user) {
            Set<ObjectKey> servers = CustomResources.domain(user).stream()
                    .flatMap(name -> resources.domainsNamed(name).stream())
                    .flatMap(domain -> CustomResources.server(domain).stream())
                    .collect(Collectors.toCollection(HashSet::new));
            server(user).ifPresent(servers::add);
            return servers;
        }
        return server(resource).stream().collect(Collectors.toSet());
    }

    /** The MailDomain that a user is in, if it is there. */
    public Optional<MailDomain> domain(MailUser user) {
        Optional<ObjectKey> reference = CustomResources.domainReference(user);
        if (reference.isPresent()) {
            return resources.domains().get(reference.get());
        }
        String namespace = user.getMetadata().getNamespace();
        return CustomResources.domain(user).stream()
                .flatMap(name -> resources.domainsNamed(name).stream())
                .filter(domain -> domain.getMetadata().getNamespace().equals(namespace))
                .min(Comparator.comparing((MailDomain domain) -> !isServed(domain))
                        .thenComparing(
                                domain -> String.valueOf(domain.getMetadata().getCreationTimestamp()))
                        .thenComparing(domain -> domain.getMetadata().getName()));
    }

    /** Users that another plan may cover after a MailDomain was created, deleted or moved. */
    public Stream<MailUser> usersOf(MailDomain domain) {
        return Stream.concat(
                CustomResources.domain(domain).stream().flatMap(name -> resources.usersIn(name).stream()),
                resources.usersNaming(domain).stream());
    }

    /** MailDomains of a MailServer. */
    public List<MailDomain> domainsOf(ObjectKey server) {
        return resources.domainsOf(server);
    }

    /** Relays of a MailServer. */
    public List<Relay> relaysOf(ObjectKey server) {
        return resources.relaysOf(server);
    }

    private boolean isServed(MailDomain domain) {
        return CustomResources.server(domain)
                .flatMap(server -> resources.servers().get(server))
                .isPresent();
    }
}
