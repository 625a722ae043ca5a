package io.postwerk.plan.removal;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.postwerk.config.users.MailboxRemovals;
import io.postwerk.crds.DeletionPolicy;
import io.postwerk.crds.MailDomain;
import io.postwerk.crds.MailDomainSpec;
import io.postwerk.crds.MailUser;
import io.postwerk.crds.ObjectKey;
import io.postwerk.crds.manifest.Manifests;
import io.postwerk.crds.manifest.Sourced;
import io.postwerk.mail.DomainName;
import io.postwerk.mail.EmailAddress;
import io.postwerk.plan.user.AddressBook;
import io.postwerk.plan.user.AddressClaim;
import io.postwerk.plan.user.MailboxIds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Which mailboxes go with resources that are being deleted and whose {@code deletionPolicy} says so. A mailbox that a living user
 * has stays, and so does that of a user in another namespace than the deleted MailDomain: whoever owns a domain does not own the
 * mail of other tenants in it.
 */
public final class MailRemovals {
    private final ObjectKey server;
    private final Manifests living;
    private final Manifests deleting;
    private final Map<ObjectKey, MailDomainSpec> domains = new HashMap<>();
    private final Map<String, List<MailDomainSpec>> byName = new HashMap<>();

    public MailRemovals(ObjectKey server, Manifests living, Manifests deleting) {
        this.server = server;
        this.living = living;
        this.deleting = deleting;
        Stream.concat(living.domains().stream(), deleting.domains().stream()).forEach(this::index);
    }

    /** The resources that the API server is deleting. */
    public static boolean isDeleting(HasMetadata resource) {
        return resource.getMetadata().getDeletionTimestamp() != null;
    }

    /**
     * The removals, sorted by kind, namespace and name.
     *
     * @param book the users that have their addresses
     */
    public List<MailRemoval> find(AddressBook book) {
        if (deleting.users().isEmpty() && deleting.domains().isEmpty()) {
            return List.of();
        }
        Set<String> inUse = new HashSet<>();
        book.claims().winners().values().forEach(claim -> {
            if (claim.value() instanceof AddressClaim.User user) {
                inUse.add(user.id());
            }
        });
        List<MailRemoval> removals = new ArrayList<>();
        for (Sourced<MailDomain> domain : deleting.domains()) {
            MailDomainSpec spec = domain.resource().getSpec();
            if (spec.deletionPolicy() == DeletionPolicy.DELETE && isOurs(spec, domain.namespace())) {
                removals.add(removal(domain.resource(), usersOf(domain), inUse::contains));
            }
        }
        // Whether or not their domain is in order at the moment: they are there, and may be served again.
        Set<String> claimed = new HashSet<>(inUse);
        living.users().forEach(user -> mailbox(user).ifPresent(mailbox -> claimed.add(mailbox.id())));
        for (Sourced<MailUser> user : deleting.users()) {
            if (user.resource().getSpec().deletionPolicy() == DeletionPolicy.DELETE && mayBeOurs(user)) {
                removals.add(removal(user.resource(), Stream.of(user), claimed::contains));
            }
        }
        removals.sort(Comparator.comparing(MailRemoval::kind).thenComparing(MailRemoval::key));
        return removals;
    }

    /** All mailboxes of some removals, sorted by id. */
    public static List<MailboxRemovals.Removal> mailboxes(List<MailRemoval> removals) {
        SortedMap<String, MailboxRemovals.Removal> byId = new TreeMap<>();
        removals.forEach(removal -> removal.mailboxes().forEach(mailbox -> byId.put(mailbox.id(), mailbox)));
        return List.copyOf(byId.values());
    }

    private MailRemoval removal(HasMetadata resource, Stream<Sourced<MailUser>> users, Predicate<String> stays) {
        List<MailboxRemovals.Removal> mailboxes = users.flatMap(user -> mailbox(user).stream())
                .filter(mailbox -> !stays.test(mailbox.id()))
                .sorted(Comparator.comparing(MailboxRemovals.Removal::id))
                .distinct()
                .toList();
        return new MailRemoval(resource.getKind(), ObjectKey.of(resource), mailboxes);
    }

    private Optional<MailboxRemovals.Removal> mailbox(Sourced<MailUser> user) {
        return EmailAddress.tryParse(user.resource().getSpec().address())
                .map(EmailAddress::toCanonical)
                .map(address -> new MailboxRemovals.Removal(MailboxIds.of(server, user.namespace(), address), address));
    }

    /** The users of a MailDomain in its own namespace. */
    private Stream<Sourced<MailUser>> usersOf(Sourced<MailDomain> domain) {
        ObjectKey key = ObjectKey.of(domain.resource());
        Optional<DomainName> name =
                DomainName.tryParse(domain.resource().getSpec().domain());
        return Stream.concat(living.users().stream(), deleting.users().stream())
                .filter(user -> user.namespace().equals(domain.namespace()))
                .filter(user -> reference(user)
                        .map(key::equals)
                        .orElseGet(() -> EmailAddress.tryParse(
                                        user.resource().getSpec().address())
                                .map(EmailAddress::domain)
                                .equals(name)));
    }

    private static Optional<ObjectKey> reference(Sourced<MailUser> user) {
        return user.resource().getSpec().domainRef().map(ref -> ref.key(user.namespace()));
    }

    /** If the MailDomain is gone, its MailServer is not known; the id of a mailbox contains the MailServer, so the request does no harm elsewhere. */
    private boolean mayBeOurs(Sourced<MailUser> user) {
        Optional<ObjectKey> reference = reference(user);
        if (reference.isPresent()) {
            return Optional.ofNullable(domains.get(reference.get()))
                    .map(spec -> isOurs(spec, reference.get().namespace()))
                    .orElse(true);
        }
        List<MailDomainSpec> candidates = EmailAddress.tryParse(
                        user.resource().getSpec().address())
                .map(address -> byName.getOrDefault(nameKey(user.namespace(), address.domain()), List.of()))
                .orElse(List.of());
        return candidates.isEmpty() || candidates.stream().anyMatch(spec -> isOurs(spec, user.namespace()));
    }

    private boolean isOurs(MailDomainSpec spec, String namespace) {
        return server.equals(spec.serverRef().key(namespace));
    }

    private void index(Sourced<MailDomain> domain) {
        MailDomainSpec spec = domain.resource().getSpec();
        domains.put(ObjectKey.of(domain.resource()), spec);
        DomainName.tryParse(spec.domain())
                .ifPresent(name -> byName.computeIfAbsent(nameKey(domain.namespace(), name), k -> new ArrayList<>())
                        .add(spec));
    }

    private static String nameKey(String namespace, DomainName name) {
        return namespace + "/" + name.ascii();
    }
}
