package io.postwerk.operator.planning;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.postwerk.config.Buckets;
import io.postwerk.config.ConfigException;
import io.postwerk.config.Program;
import io.postwerk.config.json.ConfigJson;
import io.postwerk.config.load.ConfigIndex;
import io.postwerk.config.routing.RoutingBucket;
import io.postwerk.config.users.UsersBucket;
import io.postwerk.operator.cache.DependentObjects;
import io.postwerk.operator.model.CanonicalJson;
import io.postwerk.operator.model.ConfigObjects;
import io.postwerk.operator.model.Names;
import io.postwerk.plan.removal.Applied;
import io.postwerk.plan.removal.RecentRemovals;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;

/**
 * Reads what is in force out of the objects that are there: the operator has no other memory. What has not changed since it was read
 * last is not read again.
 */
final class ConfigReader {
    private static final System.Logger LOG = System.getLogger(ConfigReader.class.getName());

    private record Read(String version, Set<String> names) {}

    private record Owners(String version, Map<String, String> namespaces) {}

    private final Map<String, Owners> owners = new HashMap<>();
    private final Map<String, Read> buckets = new HashMap<>();

    /**
     * What is in force.
     *
     * @param sequence number of the configuration; 0 if there is none
     * @param files hashes of its files
     * @param applied what it has; absent if there is none
     * @param removals what configurations before it have taken away
     */
    record InForce(
            long sequence,
            Map<Program, SortedMap<String, String>> files,
            Optional<Applied> applied,
            RecentRemovals removals) {
        /** Whether the files are those. */
        boolean has(Map<Program, SortedMap<String, byte[]>> wanted) {
            return wanted.entrySet().stream().allMatch(entry -> {
                ConfigIndex index =
                        index(Objects.requireNonNull(entry.getValue().get("index.json")));
                return index.files().equals(files.get(entry.getKey()));
            });
        }
    }

    InForce read(DependentObjects owned, Names names) {
        Map<Program, SortedMap<String, String>> files = new EnumMap<>(Program.class);
        long sequence = 0;
        Optional<ConfigMap> index = owned.find(ConfigMap.class, names.index());
        for (Program program : Program.values()) {
            Optional<ConfigIndex> read = index.map(ConfigMap::getData)
                    .map(data -> data.get(program.folder()))
                    .flatMap(text -> tryIndex(text.getBytes(StandardCharsets.UTF_8)));
            if (read.isPresent()) {
                sequence = Math.max(sequence, read.get().sequence());
                files.put(program, read.get().files());
            }
        }
        Applied applied = applied(owned, names);
        // Should the index be lost, the rest is in force all the same.
        boolean nothing = index.isEmpty()
                && applied.domains().isEmpty()
                && applied.users().isEmpty();
        return new InForce(
                sequence, files, nothing ? Optional.empty() : Optional.of(applied), RemovalRecord.read(owned, names));
    }

    private Applied applied(DependentObjects owned, Names names) {
        Set<String> domains = new HashSet<>();
        Set<String> users = new HashSet<>();
        Map<String, String> namespaces = new HashMap<>();
        for (int bucket = 0; bucket < Buckets.COUNT; bucket++) {
            String routing = Buckets.routingFile(bucket);
            owned.find(ConfigMap.class, names.routing(bucket))
                    .ifPresent(map -> domains.addAll(read(
                            map,
                            () -> Optional.ofNullable(map.getData().get(routing))
                                    .map(text -> domains(routing, text.getBytes(StandardCharsets.UTF_8)))
                                    .orElse(Set.of()))));
            String file = Buckets.usersFile(bucket);
            owned.find(Secret.class, names.users(bucket)).ifPresent(secret -> {
                users.addAll(read(
                        secret,
                        () -> Optional.ofNullable(secret.getData().get(file))
                                .map(text -> users(file, Base64.getDecoder().decode(text)))
                                .orElse(Set.of())));
                namespaces.putAll(owners(secret));
            });
        }
        return new Applied(domains, users, Set.of(), Set.of(), namespaces);
    }

    private Map<String, String> owners(Secret secret) {
        String name = secret.getMetadata().getName();
        String version = secret.getMetadata().getResourceVersion();
        Owners before = owners.get(name);
        if (before == null || !before.version().equals(version)) {
            before = new Owners(
                    version,
                    Optional.ofNullable(secret.getData().get(ConfigObjects.OWNERS_FILE))
                            .flatMap(text ->
                                    CanonicalJson.texts(Base64.getDecoder().decode(text)))
                            .orElse(Map.of()));
            owners.put(name, before);
        }
        return before.namespaces();
    }

    private Set<String> read(HasMetadata object, java.util.function.Supplier<Set<String>> reader) {
        String key = object.getKind() + "/" + object.getMetadata().getName();
        String version = object.getMetadata().getResourceVersion();
        Read before = buckets.get(key);
        if (before == null || !before.version().equals(version)) {
            before = new Read(version, reader.get());
            buckets.put(key, before);
        }
        return before.names();
    }

    private static Set<String> domains(String file, byte[] bytes) {
        return parse(RoutingBucket.class, file, bytes, bucket -> {
            Set<String> names = new HashSet<>();
            bucket.domains().forEach(domain -> names.add(domain.name().ascii()));
            return names;
        });
    }

    private static Set<String> users(String file, byte[] bytes) {
        return parse(UsersBucket.class, file, bytes, bucket -> {
            Set<String> names = new HashSet<>();
            bucket.users().forEach(user -> names.add(user.address().canonical()));
            return names;
        });
    }

    private static <R extends Record> Set<String> parse(
            Class<R> type, String file, byte[] bytes, Function<R, Set<String>> names) {
        try {
            return names.apply(ConfigJson.read(type, file, bytes));
        } catch (ConfigException | IllegalArgumentException e) {
            // Changed by hand: it is written anew.
            LOG.log(System.Logger.Level.WARNING, "{0} as it is cannot be read", file);
            return Set.of();
        }
    }

    private static Optional<ConfigIndex> tryIndex(byte[] bytes) {
        try {
            return Optional.of(ConfigJson.read(ConfigIndex.class, "index.json", bytes));
        } catch (ConfigException e) {
            return Optional.empty();
        }
    }

    private static ConfigIndex index(byte[] bytes) {
        return tryIndex(bytes).orElseThrow(() -> new IllegalStateException("a plan has an index that can be read"));
    }
}
