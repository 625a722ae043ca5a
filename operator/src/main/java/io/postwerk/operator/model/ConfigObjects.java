package io.postwerk.operator.model;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.postwerk.config.Buckets;
import io.postwerk.config.ConfigFormat;
import io.postwerk.config.Program;
import io.postwerk.crds.manifest.Problem;
import io.postwerk.mail.DomainName;
import io.postwerk.mail.EmailAddress;
import io.postwerk.plan.Plan;
import io.postwerk.plan.finding.BucketLimit;
import io.postwerk.plan.removal.Applied;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The ConfigMaps and Secrets with the config files of a plan. Which file is in which object is fixed: growth of an installation
 * changes no pod template.
 */
public final class ConfigObjects {
    /** Key of a Secret of users that is not mounted: what each verifier was made from. */
    static final String ORIGINS_FILE = "origins.json";

    /** Namespaces of the resources that domains and users come from, for counting what a namespace loses. */
    public static final String OWNERS_FILE = "owners.json";

    /** Most octets in one object. */
    static final int MAX_OCTETS = BucketLimit.MAX_OBJECT_OCTETS;

    private static final Map<String, Integer> BUCKETS = Buckets.all()
            .boxed()
            .flatMap(b -> Stream.of(Map.entry(Buckets.usersFile(b), b), Map.entry(Buckets.routingFile(b), b)))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    /** What an object holds. */
    private record Content(boolean secret, Optional<String> component, SortedMap<String, byte[]> values) {
        Content(boolean secret, Optional<String> component) {
            this(secret, component, new TreeMap<>());
        }

        long octets() {
            return values.values().stream().mapToLong(v -> v.length).sum();
        }
    }

    private final ServerIdentity identity;
    private final Names names;
    private final Map<String, Content> users = new TreeMap<>();
    private final Map<String, Content> sidecar = new TreeMap<>();
    private final Map<String, Content> imap = new TreeMap<>();
    private final Map<String, Content> smtp = new TreeMap<>();
    private final Content index = new Content(false, Optional.empty());

    ConfigObjects(ServerIdentity identity, Plan plan, Map<Integer, Map<String, String>> origins) {
        this.identity = identity;
        this.names = identity.names();
        plan.files().forEach((program, files) -> files.forEach((file, bytes) -> put(program, file, bytes)));
        if (!users.isEmpty()) {
            Map<Integer, Map<String, String>> owners = owners(plan.applied());
            Buckets.all().forEach(bucket -> {
                Content content = Objects.requireNonNull(users.get(names.users(bucket)));
                putBeside(content, ORIGINS_FILE, origins.getOrDefault(bucket, Map.of()));
                putBeside(content, OWNERS_FILE, owners.getOrDefault(bucket, Map.of()));
            });
        }
    }

    /** The namespaces of domains and users, by their bucket. */
    private static Map<Integer, Map<String, String>> owners(Applied applied) {
        Map<Integer, Map<String, String>> owners = new HashMap<>();
        applied.namespaces()
                .forEach((name, namespace) -> bucketOf(name)
                        .ifPresent(bucket -> owners.computeIfAbsent(bucket, _ -> new TreeMap<>())
                                .put(name, namespace)));
        return owners;
    }

    private static Optional<Integer> bucketOf(String name) {
        return name.contains("@")
                ? EmailAddress.tryParse(name).map(Buckets::of)
                : DomainName.tryParse(name).map(Buckets::of);
    }

    /** Nothing that serves mail depends on such a file: it is left empty if there is no room. */
    private static void putBeside(Content users, String file, Map<String, String> texts) {
        byte[] all = CanonicalJson.file(texts).getBytes(StandardCharsets.UTF_8);
        byte[] none = CanonicalJson.file(Map.of()).getBytes(StandardCharsets.UTF_8);
        users.values().put(file, users.octets() + all.length > MAX_OCTETS ? none : all);
    }

    /** What is too large for the API server. */
    List<Problem> problems() {
        List<Problem> problems = new ArrayList<>();
        for (Map<String, Content> group : List.of(users, sidecar, imap, smtp)) {
            group.forEach((name, content) -> {
                if (content.octets() > MAX_OCTETS) {
                    problems.add(tooLarge(name, content));
                }
            });
        }
        return problems;
    }

    /** The objects, in the order in which they are applied: users come before the routing that sends mail to them. */
    List<HasMetadata> all() {
        List<HasMetadata> objects = new ArrayList<>();
        for (Map<String, Content> group : List.of(users, sidecar, imap, smtp)) {
            group.forEach((name, content) -> objects.add(object(name, content)));
        }
        objects.add(object(names.index(), index));
        return objects;
    }

    /** Hash of the files that a workload's programs read only once. */
    static String staticHash(Plan plan, Workload workload) {
        SortedMap<String, String> hashes = CanonicalJson.sorted();
        for (Program program : workload.programs()) {
            byte[] server = Objects.requireNonNull(
                    Objects.requireNonNull(plan.files().get(program)).get(ConfigFormat.SERVER_FILE));
            hashes.put(program.folder(), CanonicalJson.hash(server));
        }
        return CanonicalJson.hash(hashes);
    }

    private void put(Program program, String file, byte[] bytes) {
        if (file.equals(ConfigFormat.INDEX_FILE)) {
            index.values().put(program.folder(), bytes);
            return;
        }
        switch (program) {
            case SMTP_SERVER ->
                smtp.computeIfAbsent(object(program, file), _ -> content(program, file))
                        .values()
                        .put(file, bytes);
            case IMAP_SERVER ->
                imap.computeIfAbsent(object(program, file), _ -> content(program, file))
                        .values()
                        .put(file, bytes);
            case AUTH_SIDECAR ->
                (bucket(file).isPresent() ? users : sidecar)
                        .computeIfAbsent(object(program, file), _ -> content(program, file))
                        .values()
                        .put(file, bytes);
        }
    }

    private String object(Program program, String file) {
        Optional<Integer> bucket = bucket(file);
        if (bucket.isPresent()) {
            return program == Program.AUTH_SIDECAR ? names.users(bucket.get()) : names.routing(bucket.get());
        }
        return file.equals(ConfigFormat.CREDENTIALS_FILE) ? names.credentials(program) : names.config(program);
    }

    private static Content content(Program program, String file) {
        boolean secret = file.equals(ConfigFormat.CREDENTIALS_FILE)
                || program == Program.AUTH_SIDECAR && bucket(file).isPresent();
        return new Content(secret, Optional.of(program.folder()));
    }

    private static Optional<Integer> bucket(String file) {
        return Optional.ofNullable(BUCKETS.get(file));
    }

    private HasMetadata object(String name, Content content) {
        Map<String, String> data = new TreeMap<>();
        if (content.secret()) {
            content.values()
                    .forEach((key, bytes) -> data.put(key, Base64.getEncoder().encodeToString(bytes)));
            return new SecretBuilder()
                    .withMetadata(identity.owned(name, content.component()))
                    .withType("Opaque")
                    .withData(data)
                    .build();
        }
        content.values().forEach((key, bytes) -> data.put(key, new String(bytes, StandardCharsets.UTF_8)));
        return new ConfigMapBuilder()
                .withMetadata(identity.owned(name, content.component()))
                .withData(data)
                .build();
    }

    private Problem tooLarge(String name, Content content) {
        return new Problem(
                Problem.Severity.ERROR,
                "",
                0,
                "MailServer " + identity.namespace() + "/" + identity.name(),
                "",
                "its " + (content.secret() ? "Secret " : "ConfigMap ") + name + " would have " + content.octets()
                        + " octets, and no more than " + MAX_OCTETS + " fit into one object",
                "serve some of its domains by another MailServer; until then what is in force stays");
    }
}
