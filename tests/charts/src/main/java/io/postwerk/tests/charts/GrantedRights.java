package io.postwerk.tests.charts;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleRef;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.postwerk.controlplane.AuditEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The rights that a rendered chart gives to its operator, to be compared with its requests to an API server. If no
 * request was refused, the rights are sufficient; if each right was used, they are minimal.
 *
 * @param rights each with where it holds
 */
public record GrantedRights(List<Granted> rights) {
    /**
     * A right by a binding.
     *
     * @param right what may be done
     * @param namespace where; empty for the whole cluster
     */
    public record Granted(Right right, String namespace) {
        private boolean isUsedBy(AuditEvent event) {
            return right.fits(event) && (namespace.isEmpty() || namespace.equals(event.namespace()));
        }
    }

    /**
     * What may be done, wherever.
     *
     * @param verb as RBAC has it
     * @param group empty for the core group
     * @param resource with its subresource, as in {@code pods/status}
     */
    public record Right(String verb, String group, String resource) implements Comparable<Right> {
        private static final Comparator<Right> ORDER = Comparator.comparing(Right::group)
                .thenComparing(Right::resource)
                .thenComparing(Right::verb);

        /** Server-side apply of what is not there needs both patch and create, and is a patch in the audit log. */
        private boolean fits(AuditEvent event) {
            boolean creates = event.verb().equals("patch") && event.code() == 201 && verb.equals("create");
            return (creates || verb.equals(event.verb()))
                    && group.equals(event.apiGroup())
                    && resource.equals(event.target());
        }

        @Override
        public int compareTo(Right other) {
            return ORDER.compare(this, other);
        }

        @Override
        public String toString() {
            return verb + " " + resource + (group.isEmpty() ? "" : "." + group);
        }
    }

    public GrantedRights {
        rights = List.copyOf(rights);
    }

    /** Rights of a ServiceAccount, by the bindings among these objects. */
    public static GrantedRights of(List<HasMetadata> objects, String namespace, String serviceAccount) {
        Map<String, List<PolicyRule>> roles = new HashMap<>();
        objects.forEach(object -> {
            switch (object) {
                case ClusterRole role -> roles.put("ClusterRole " + name(role), role.getRules());
                case Role role ->
                    roles.put("Role " + role.getMetadata().getNamespace() + "/" + name(role), role.getRules());
                default -> {}
            }
        });
        List<Granted> rights = new ArrayList<>();
        objects.forEach(object -> {
            switch (object) {
                case ClusterRoleBinding binding
                when has(binding.getSubjects(), namespace, serviceAccount) ->
                    rights(Objects.requireNonNull(roles.get(key(binding.getRoleRef(), ""))))
                            .map(right -> new Granted(right, ""))
                            .forEach(rights::add);
                case RoleBinding binding
                when has(binding.getSubjects(), namespace, serviceAccount) -> {
                    String where = binding.getMetadata().getNamespace();
                    rights(Objects.requireNonNull(roles.get(key(binding.getRoleRef(), where))))
                            .map(right -> new Granted(right, where))
                            .forEach(rights::add);
                }
                default -> {}
            }
        });
        return new GrantedRights(rights);
    }

    /** Rights that no request used, wherever they hold. */
    public SortedSet<Right> unused(Collection<AuditEvent> requests) {
        SortedSet<Right> unused = new TreeSet<>();
        rights.forEach(granted -> unused.add(granted.right()));
        rights.stream()
                .filter(granted -> requests.stream().anyMatch(granted::isUsedBy))
                .forEach(granted -> unused.remove(granted.right()));
        return unused;
    }

    /** Requests that were refused for want of a right. */
    public static List<AuditEvent> refused(Collection<AuditEvent> requests) {
        return requests.stream().filter(event -> event.code() == 403).toList();
    }

    private static Stream<Right> rights(List<PolicyRule> rules) {
        return rules.stream()
                .flatMap(rule -> rule.getApiGroups().stream()
                        .flatMap(group -> rule.getResources().stream()
                                .flatMap(resource ->
                                        rule.getVerbs().stream().map(verb -> new Right(verb, group, resource)))));
    }

    private static boolean has(List<Subject> subjects, String namespace, String serviceAccount) {
        return subjects.stream()
                .anyMatch(subject -> subject.getKind().equals("ServiceAccount")
                        && subject.getName().equals(serviceAccount)
                        && subject.getNamespace().equals(namespace));
    }

    private static String key(RoleRef role, String namespace) {
        return switch (role.getKind()) {
            case "Role" -> "Role " + namespace + "/" + role.getName();
            default -> role.getKind() + " " + role.getName();
        };
    }

    private static String name(HasMetadata object) {
        return object.getMetadata().getName();
    }
}
