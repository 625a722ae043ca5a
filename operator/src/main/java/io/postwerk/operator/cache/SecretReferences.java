package io.postwerk.operator.cache;

import io.postwerk.crds.MailServer;
import io.postwerk.crds.MailServerSpec;
import io.postwerk.crds.NextHopSpec;
import io.postwerk.crds.ObjectKey;
import io.postwerk.crds.Relay;
import java.util.HashSet;
import java.util.Set;

/** Which Secrets the resources of a MailServer refer to; always in their own namespaces. */
public final class SecretReferences {
    private final CustomResources resources;
    private final ServerLookup lookup;

    /** Asks the caches at each call. */
    public SecretReferences(CustomResources resources, ServerLookup lookup) {
        this.resources = resources;
        this.lookup = lookup;
    }

    /** All Secrets that the plan of a MailServer can need. */
    public Set<ObjectKey> of(MailServer server) {
        ObjectKey key = ObjectKey.of(server);
        Set<ObjectKey> secrets = new HashSet<>();
        addServer(server.getSpec(), key.namespace(), secrets);
        // A Relay that cannot be read belongs to no MailServer.
        for (Relay relay : lookup.relaysOf(key)) {
            add(relay.getSpec().nextHop(), relay.getMetadata().getNamespace(), secrets);
        }
        resources
                .users()
                .all()
                .filter(user ->
                        user.getSpec() != null && !user.getSpec().credentials().isEmpty())
                .filter(user -> lookup.server(user).filter(key::equals).isPresent())
                .forEach(user -> user.getSpec()
                        .credentials()
                        .forEach(credential -> secrets.add(new ObjectKey(
                                user.getMetadata().getNamespace(),
                                credential.secretRef().name()))));
        return secrets;
    }

    private static void addServer(MailServerSpec spec, String namespace, Set<ObjectKey> secrets) {
        spec.tls()
                .certificates()
                .forEach(certificate -> certificate
                        .secretRef()
                        .ifPresent(reference -> secrets.add(new ObjectKey(namespace, reference.name()))));
        spec.tls()
                .clientCertificates()
                .ifPresent(clients ->
                        secrets.add(new ObjectKey(namespace, clients.secretRef().name())));
        spec.directories()
                .forEach(directory -> directory
                        .secretRef()
                        .ifPresent(reference -> secrets.add(new ObjectKey(namespace, reference.name()))));
        spec.auth()
                .issuers()
                .forEach(issuer -> issuer.secretRef()
                        .ifPresent(reference -> secrets.add(new ObjectKey(namespace, reference.name()))));
        spec.outbound().nextHop().ifPresent(hop -> add(hop, namespace, secrets));
        spec.outbound().routes().forEach(route -> add(route.nextHop(), namespace, secrets));
    }

    private static void add(NextHopSpec hop, String namespace, Set<ObjectKey> secrets) {
        hop.credentials()
                .ifPresent(credentials -> secrets.add(
                        new ObjectKey(namespace, credentials.secretRef().name())));
    }
}
