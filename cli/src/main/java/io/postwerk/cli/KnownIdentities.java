package io.postwerk.cli;

import io.postwerk.crds.manifest.Manifests;
import io.postwerk.plan.identity.Identities;
import io.postwerk.plan.identity.Identity;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What cannot be changed of the resources in force. On a cluster the API server compares a resource with what it was; here this
 * file remembers it over restarts. A resource that is gone is forgotten, and may come back as another.
 */
final class KnownIdentities {
    private final Optional<StateFile> file;
    private final SortedMap<String, Identity> known;
    private SortedMap<String, Identity> seen = new TreeMap<>();

    private KnownIdentities(Optional<StateFile> file, SortedMap<String, Identity> known) {
        this.file = file;
        this.known = known;
    }

    static KnownIdentities keep(DataFolder data) throws CliException {
        StateFile file = new StateFile(data, "identities.json");
        SortedMap<String, Identity> known = new TreeMap<>();
        file.read().forEach((title, text) -> known.put(title, Identity.parse(text)));
        return new KnownIdentities(Optional.of(file), known);
    }

    static KnownIdentities none() {
        return new KnownIdentities(Optional.empty(), new TreeMap<>());
    }

    /** The manifests with what cannot be changed as it was. */
    Manifests hold(Manifests manifests) {
        Manifests held = Identities.keep(manifests, known);
        seen = Identities.of(held);
        // What does not fit its schema for now is still the same resource.
        held.broken()
                .forEach(broken -> Optional.ofNullable(known.get(broken.title()))
                        .ifPresent(identity -> seen.put(broken.title(), identity)));
        return held;
    }

    /** Records what was held last: it is in force. */
    void keep() throws CliException {
        if (seen.equals(known)) return;
        known.clear();
        known.putAll(seen);
        if (file.isPresent()) {
            file.get()
                    .write(seen.entrySet().stream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey, entry -> entry.getValue().text())));
        }
    }
}
