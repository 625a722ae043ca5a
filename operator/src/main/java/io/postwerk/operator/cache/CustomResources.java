package io.postwerk.operator.cache;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.postwerk.crds.MailDomain;
import io.postwerk.crds.MailServer;
import io.postwerk.crds.MailUser;
import io.postwerk.crds.Relay;
import io.postwerk.crds.manifest.BrokenResource;
import io.postwerk.crds.manifest.Manifests;
import io.postwerk.crds.manifest.Problem;
import io.postwerk.crds.manifest.Source;
import io.postwerk.crds.manifest.Sourced;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The custom resources of all kinds. */
public record CustomResources(
        Resources<MailServer> servers,
        Resources<MailDomain> domains,
        Resources<MailUser> users,
        Resources<Relay> relays) {

    /** All of them as a plan reads them, with the labels of namespaces. What could not be read is among the broken ones. */
    public Manifests manifests(Stream<Namespace> namespaces) {
        List<Sourced<?>> resources = new ArrayList<>();
        List<BrokenResource> broken = new ArrayList<>();
        Stream.of(servers.all(), domains.all(), users.all(), relays.all())
                .flatMap(all -> all)
                .forEach(resource -> Unreadable.broken(resource)
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
