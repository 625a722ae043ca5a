package io.postwerk.cli;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.postwerk.crds.manifest.BrokenResource;
import io.postwerk.crds.manifest.Manifests;
import io.postwerk.crds.manifest.Sourced;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The time at which each resource was first seen. On a cluster the API server records creation times, and the older
 * of two conflicting claims wins. A manifest in a file has no creation time, so it is recorded here.
 */
final class CreationTimes {
    private final Optional<StateFile> file;
    private final Map<String, String> known;
    private Map<String, String> seen = new TreeMap<>();

    private CreationTimes(Optional<StateFile> file, Map<String, String> known) {
        this.file = file;
        this.known = known;
    }

    static CreationTimes keep(DataFolder data) throws CliException {
        StateFile file = new StateFile(data, "first-seen.json");
        return new CreationTimes(Optional.of(file), file.read());
    }

    /** Gives all resources the same age and records nothing. */
    static CreationTimes forgetful() {
        return new CreationTimes(Optional.empty(), new TreeMap<>());
    }

    /** Gives every resource without a creation time the one at which it was first seen. */
    Manifests date(Manifests manifests, Instant now) {
        String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
        seen = new TreeMap<>();
        for (Sourced<?> sourced : manifests.resources()) {
            HasMetadata resource = sourced.resource();
            if (resource.getMetadata().getCreationTimestamp() != null) continue;
            String first = known.getOrDefault(sourced.title(), time);
            seen.put(sourced.title(), first);
            resource.getMetadata().setCreationTimestamp(first);
        }
        List<BrokenResource> broken = manifests.broken().stream()
                .map(resource -> {
                    if (resource.created().isPresent()) return resource;
                    String first = known.getOrDefault(resource.title(), time);
                    seen.put(resource.title(), first);
                    return resource.withCreated(first);
                })
                .toList();
        return new Manifests(manifests.resources(), broken, manifests.problems(), manifests.readable());
    }

    /** Records what was dated last: it has been put into force, and nothing of it is in doubt. */
    void keep() throws CliException {
        if (seen.equals(known)) return;
        known.clear();
        known.putAll(seen);
        if (file.isPresent()) file.get().write(seen);
    }
}
