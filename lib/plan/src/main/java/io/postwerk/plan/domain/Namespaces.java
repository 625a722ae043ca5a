package io.postwerk.plan.domain;

import io.fabric8.kubernetes.api.model.Namespace;
import io.postwerk.crds.LabelSelector;
import io.postwerk.crds.NamespaceSelection;
import io.postwerk.crds.manifest.Sourced;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The labels of namespaces, and who is selected by them. */
public final class Namespaces {
    /** Label that every namespace has. */
    private static final String NAME_LABEL = "kubernetes.io/metadata.name";

    private final Map<String, Map<String, String>> labels = new HashMap<>();

    public Namespaces(List<Sourced<Namespace>> namespaces) {
        for (Sourced<Namespace> namespace : namespaces) {
            labels.put(
                    namespace.name(),
                    Optional.ofNullable(namespace.resource().getMetadata().getLabels())
                            .orElse(Map.of()));
        }
    }

    /**
     * Whether a namespace is selected.
     *
     * @param own namespace of the resource that has the selection
     */
    public boolean selects(NamespaceSelection selection, String own, String namespace) {
        return switch (selection.from()) {
            case SAME -> namespace.equals(own);
            case ALL -> true;
            case SELECTOR ->
                selection.selector().map(s -> selects(s, namespace)).orElse(false);
        };
    }

    private boolean selects(LabelSelector selector, String namespace) {
        Map<String, String> present = new HashMap<>(labels.getOrDefault(namespace, Map.of()));
        present.put(NAME_LABEL, namespace);
        return selector.matchLabels().entrySet().stream()
                        .allMatch(wanted -> wanted.getValue().equals(present.get(wanted.getKey())))
                && selector.matchExpressions().stream().allMatch(wanted -> holds(wanted, present));
    }

    private static boolean holds(LabelSelector.Requirement requirement, Map<String, String> present) {
        Optional<String> value = Optional.ofNullable(present.get(requirement.key()));
        return switch (requirement.operator()) {
            case IN -> value.filter(requirement.values()::contains).isPresent();
            case NOT_IN -> value.filter(requirement.values()::contains).isEmpty();
            case EXISTS -> value.isPresent();
            case DOES_NOT_EXIST -> value.isEmpty();
        };
    }
}
