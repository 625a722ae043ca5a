package io.postwerk.plan.identity;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.postwerk.crds.MailDomain;
import io.postwerk.crds.MailUser;
import io.postwerk.crds.Relay;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The fields of a resource that cannot be changed, as they were when it was first seen.
 *
 * @param fields value by path, as in {@code spec.serverRef.name}; what is not given is absent
 */
public record Identity(SortedMap<String, String> fields) {
    static final String ADDRESS = "spec.address";
    static final String DOMAIN = "spec.domain";
    static final String SERVER_NAME = "spec.serverRef.name";
    static final String SERVER_NAMESPACE = "spec.serverRef.namespace";
    static final String DOMAIN_REF_NAME = "spec.domainRef.name";
    static final String DOMAIN_REF_NAMESPACE = "spec.domainRef.namespace";

    public Identity {
        fields = new TreeMap<>(fields);
    }

    /** That of a MailDomain, a MailUser or a Relay; other kinds have none. */
    static Optional<Identity> of(HasMetadata resource) {
        SortedMap<String, String> fields = new TreeMap<>();
        switch (resource) {
            case MailDomain domain -> {
                fields.put(DOMAIN, domain.getSpec().domain());
                fields.put(SERVER_NAME, domain.getSpec().serverRef().name());
                domain.getSpec().serverRef().namespace().ifPresent(own -> fields.put(SERVER_NAMESPACE, own));
            }
            case MailUser user -> {
                fields.put(ADDRESS, user.getSpec().address());
                user.getSpec().domainRef().ifPresent(reference -> {
                    fields.put(DOMAIN_REF_NAME, reference.name());
                    reference.namespace().ifPresent(own -> fields.put(DOMAIN_REF_NAMESPACE, own));
                });
            }
            case Relay relay -> {
                fields.put(SERVER_NAME, relay.getSpec().serverRef().name());
                relay.getSpec().serverRef().namespace().ifPresent(own -> fields.put(SERVER_NAMESPACE, own));
            }
            default -> {
                return Optional.empty();
            }
        }
        return Optional.of(new Identity(fields));
    }

    Optional<String> field(String path) {
        return Optional.ofNullable(fields.get(path));
    }

    /** Whether the other has the same in the fields that begin so. */
    boolean agrees(Identity other, String path) {
        return under(path).equals(other.under(path));
    }

    private Map<String, String> under(String path) {
        return fields.entrySet().stream()
                .filter(field -> field.getKey().startsWith(path))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** A line for each field. */
    public String text() {
        return fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + field.getValue())
                .collect(Collectors.joining("\n"));
    }

    /** From what {@link #text} gave. */
    public static Identity parse(String text) {
        SortedMap<String, String> fields = new TreeMap<>();
        text.lines().forEach(line -> {
            int equals = line.indexOf('=');
            if (equals > 0) {
                fields.put(line.substring(0, equals), line.substring(equals + 1));
            }
        });
        return new Identity(fields);
    }
}
