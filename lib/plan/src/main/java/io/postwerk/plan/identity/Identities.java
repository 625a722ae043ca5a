package io.postwerk.plan.identity;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.postwerk.crds.MailDomain;
import io.postwerk.crds.MailDomainSpec;
import io.postwerk.crds.MailUser;
import io.postwerk.crds.MailUserSpec;
import io.postwerk.crds.Reference;
import io.postwerk.crds.Relay;
import io.postwerk.crds.RelaySpec;
import io.postwerk.crds.Rules;
import io.postwerk.crds.manifest.BrokenResource;
import io.postwerk.crds.manifest.Manifests;
import io.postwerk.crds.manifest.Problem;
import io.postwerk.crds.manifest.Sourced;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The rules about changes, for manifests that no API server holds to them: a domain, an address, and what they refer to stay as they
 * were when the resource was first seen. A change of one is reported in the words of the CRD and has no effect; everything else
 * of the resource has.
 */
public final class Identities {
    private final Map<String, Identity> known;
    private final List<Problem> problems = new ArrayList<>();

    private Identities(Map<String, Identity> known) {
        this.known = known;
    }

    /** The identities of resources by their titles, as in {@code MailUser default/alice}. */
    public static SortedMap<String, Identity> of(Manifests manifests) {
        SortedMap<String, Identity> identities = new TreeMap<>();
        manifests
                .resources()
                .forEach(sourced -> Identity.of(sourced.resource())
                        .ifPresent(identity -> identities.put(sourced.title(), identity)));
        return identities;
    }

    /**
     * The manifests with what cannot be changed as it was. A resource that does not fit its schema any more claims what it did.
     *
     * @param known identities of the resources that are known already, by title
     */
    public static Manifests keep(Manifests manifests, Map<String, Identity> known) {
        Identities identities = new Identities(known);
        List<Sourced<?>> resources = new ArrayList<>();
        manifests.resources().forEach(sourced -> resources.add(identities.keep(sourced)));
        List<BrokenResource> broken =
                manifests.broken().stream().map(identities::keep).toList();
        List<Problem> problems = Stream.concat(manifests.problems().stream(), identities.problems.stream())
                .toList();
        return new Manifests(resources, broken, problems, manifests.readable());
    }

    private Sourced<?> keep(Sourced<?> sourced) {
        Identity was = known.get(sourced.title());
        Optional<Identity> is = Identity.of(sourced.resource());
        if (was == null || is.isEmpty() || is.get().equals(was)) {
            return sourced;
        }
        return switch ((HasMetadata) sourced.resource()) {
            case MailDomain domain -> {
                check(sourced, was, is.get(), "spec.domain", Rules.DOMAIN_IMMUTABLE);
                check(sourced, was, is.get(), "spec.serverRef", Rules.SERVER_IMMUTABLE);
                yield new Sourced<>(asItWas(domain, was), sourced.source());
            }
            case MailUser user -> {
                check(sourced, was, is.get(), "spec.address", Rules.ADDRESS_IMMUTABLE);
                check(sourced, was, is.get(), "spec.domainRef", Rules.DOMAIN_REF_IMMUTABLE);
                yield new Sourced<>(asItWas(user, was), sourced.source());
            }
            case Relay relay -> {
                check(sourced, was, is.get(), "spec.serverRef", Rules.RELAY_SERVER_IMMUTABLE);
                yield new Sourced<>(asItWas(relay, was), sourced.source());
            }
            default -> sourced;
        };
    }

    private void check(Sourced<?> sourced, Identity was, Identity is, String field, String words) {
        if (!was.agrees(is, field)) {
            int semicolon = words.indexOf("; ");
            problems.add(Problem.error(
                    sourced.source(),
                    sourced.title(),
                    field,
                    words.substring(0, semicolon),
                    words.substring(semicolon + 2)));
        }
    }

    private static MailDomain asItWas(MailDomain domain, Identity was) {
        MailDomainSpec spec = domain.getSpec();
        MailDomain kept = new MailDomain();
        kept.setMetadata(domain.getMetadata());
        kept.setSpec(new MailDomainSpec(
                server(was).orElse(spec.serverRef()),
                was.field(Identity.DOMAIN).orElse(spec.domain()),
                spec.type(),
                spec.users(),
                spec.aliases(),
                spec.catchAll(),
                spec.postmaster(),
                spec.deletionPolicy()));
        return kept;
    }

    private static MailUser asItWas(MailUser user, Identity was) {
        MailUserSpec spec = user.getSpec();
        MailUser kept = new MailUser();
        kept.setMetadata(user.getMetadata());
        kept.setSpec(new MailUserSpec(
                was.field(Identity.ADDRESS).orElse(spec.address()),
                was.field(Identity.DOMAIN_REF_NAME)
                        .map(name -> new Reference.Domain(name, was.field(Identity.DOMAIN_REF_NAMESPACE))),
                spec.credentials(),
                spec.aliases(),
                spec.forward(),
                spec.quota(),
                spec.disabled(),
                spec.deletionPolicy()));
        return kept;
    }

    private static Relay asItWas(Relay relay, Identity was) {
        RelaySpec spec = relay.getSpec();
        Relay kept = new Relay();
        kept.setMetadata(relay.getMetadata());
        kept.setSpec(new RelaySpec(
                server(was).orElse(spec.serverRef()),
                spec.domains(),
                spec.recipients(),
                spec.nextHop(),
                spec.outbound()));
        return kept;
    }

    private static Optional<Reference.Server> server(Identity was) {
        return was.field(Identity.SERVER_NAME)
                .map(name -> new Reference.Server(name, was.field(Identity.SERVER_NAMESPACE)));
    }

    private BrokenResource keep(BrokenResource broken) {
        Identity was = known.get(broken.title());
        if (was == null) {
            return broken;
        }
        List<String> domains = Stream.concat(was.field(Identity.DOMAIN).stream(), broken.domains().stream())
                .distinct()
                .toList();
        return new BrokenResource(
                broken.kind(),
                broken.namespace(),
                broken.name(),
                broken.created(),
                was.field(Identity.ADDRESS).or(broken::address),
                broken.aliases(),
                domains,
                broken.senders(),
                was.field(Identity.SERVER_NAME).or(broken::server),
                broken.source(),
                broken.problems());
    }
}
