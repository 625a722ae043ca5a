package io.postwerk.config.load;

import io.postwerk.config.Buckets;
import io.postwerk.config.ConfigException;
import io.postwerk.config.ConfigFormat;
import io.postwerk.config.Program;
import io.postwerk.config.credentials.SidecarCredentials;
import io.postwerk.config.credentials.SmtpCredentials;
import io.postwerk.config.json.ConfigJson;
import io.postwerk.config.limits.MailboxLimits;
import io.postwerk.config.limits.SmtpLimits;
import io.postwerk.config.routing.RoutingBucket;
import io.postwerk.config.routing.RoutingCommon;
import io.postwerk.config.routing.RoutingTable;
import io.postwerk.config.users.MailboxRemovals;
import io.postwerk.config.users.UserTable;
import io.postwerk.config.users.UsersBucket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Reads complete sets of one program's files, and keeps the records of each file: a file whose hash is unchanged in
 * the next index is neither parsed again nor held twice in memory.
 *
 * @param <T> what a set is made into
 */
final class ConfigSet<T> {
    private final Program program;
    private final Map<String, Class<? extends Record>> types;
    private final Function<Loaded, T> maker;
    private Map<String, Parsed> known = Map.of();

    private record Parsed(String hash, Record content) {}

    /**
     * A set whose hashes are right and whose files are valid.
     *
     * @param index its index
     * @param content what was made of the files that have a type
     */
    record Loaded(ConfigIndex index, Map<String, Record> content) {
        <R extends Record> R file(String name, Class<R> type) {
            return Objects.requireNonNull(type.cast(content.get(name)));
        }

        <R extends Record> List<R> buckets(IntFunction<String> name, Class<R> type) {
            return Buckets.all().mapToObj(b -> file(name.apply(b), type)).toList();
        }
    }

    /**
     * What a set was made into.
     *
     * @param sequence sequence number of the set
     * @param content the result
     */
    record Made<T>(long sequence, T content) {}

    private ConfigSet(Program program, Map<String, Class<? extends Record>> types, Function<Loaded, T> maker) {
        this.program = program;
        this.types = types;
        this.maker = maker;
    }

    static ConfigSet<RoutingTable> routing() {
        Map<String, Class<? extends Record>> types = new HashMap<>();
        types.put(ConfigFormat.CREDENTIALS_FILE, SmtpCredentials.class);
        types.put(ConfigFormat.ROUTING_FILE, RoutingCommon.class);
        types.put(ConfigFormat.LIMITS_FILE, SmtpLimits.class);
        Buckets.all().forEach(b -> types.put(Buckets.routingFile(b), RoutingBucket.class));
        return new ConfigSet<>(
                Program.SMTP_SERVER,
                types,
                set -> new RoutingTable(
                        set.index().sequence(),
                        set.file(ConfigFormat.ROUTING_FILE, RoutingCommon.class),
                        set.file(ConfigFormat.LIMITS_FILE, SmtpLimits.class),
                        set.file(ConfigFormat.CREDENTIALS_FILE, SmtpCredentials.class),
                        set.buckets(Buckets::routingFile, RoutingBucket.class)));
    }

    static ConfigSet<UserTable> users() {
        Map<String, Class<? extends Record>> types = new HashMap<>();
        types.put(ConfigFormat.CREDENTIALS_FILE, SidecarCredentials.class);
        Buckets.all().forEach(b -> types.put(Buckets.usersFile(b), UsersBucket.class));
        return new ConfigSet<>(
                Program.AUTH_SIDECAR,
                types,
                set -> new UserTable(
                        set.index().sequence(),
                        set.file(ConfigFormat.CREDENTIALS_FILE, SidecarCredentials.class),
                        set.buckets(Buckets::usersFile, UsersBucket.class)));
    }

    static ConfigSet<MailboxRemovals.Table> removals() {
        return new ConfigSet<>(
                Program.IMAP_SERVER,
                Map.of(
                        ConfigFormat.REMOVALS_FILE,
                        MailboxRemovals.class,
                        ConfigFormat.LIMITS_FILE,
                        MailboxLimits.class),
                set -> new MailboxRemovals.Table(
                        set.index().sequence(),
                        set.file(ConfigFormat.REMOVALS_FILE, MailboxRemovals.class)
                                .mailboxes(),
                        set.file(ConfigFormat.LIMITS_FILE, MailboxLimits.class)));
    }

    /** Reads the set with that index out of a folder. */
    Made<T> load(ConfigFolder folder, byte[] indexFile) throws ConfigException {
        ConfigIndex index = ConfigJson.read(ConfigIndex.class, ConfigFormat.INDEX_FILE, indexFile);
        requireComplete(index);
        Map<String, Parsed> parsed = new HashMap<>();
        for (Map.Entry<String, String> entry : index.files().entrySet()) {
            String file = entry.getKey();
            byte[] bytes = folder.read(file);
            if (!ConfigIndex.hash(bytes).equals(entry.getValue())) {
                throw new ConfigException(file, "is not the one that " + ConfigFormat.INDEX_FILE + " means");
            }
            Optional<Parsed> unchanged =
                    Optional.ofNullable(known.get(file)).filter(k -> k.hash().equals(entry.getValue()));
            if (unchanged.isPresent()) {
                parsed.put(file, unchanged.get());
            } else if (types.containsKey(file)) {
                parsed.put(file, new Parsed(entry.getValue(), parse(file, bytes)));
            }
        }
        Map<String, Record> content = new HashMap<>();
        parsed.forEach((file, p) -> content.put(file, p.content()));
        T made = make(index, content);
        known = parsed;
        return new Made<>(index.sequence(), made);
    }

    private Record parse(String file, byte[] bytes) throws ConfigException {
        Record content = ConfigJson.read(Objects.requireNonNull(types.get(file)), file, bytes);
        int bucket = switch (content) {
            case UsersBucket users -> users.bucket();
            case RoutingBucket routing -> routing.bucket();
            case Record other -> -1;
        };
        if (bucket >= 0 && !file.equals(Buckets.usersFile(bucket)) && !file.equals(Buckets.routingFile(bucket))) {
            throw new ConfigException(file, "$.bucket", "is " + bucket);
        }
        return content;
    }

    private T make(ConfigIndex index, Map<String, Record> content) throws ConfigException {
        try {
            return maker.apply(new Loaded(index, content));
        } catch (IllegalArgumentException e) {
            throw new ConfigException(ConfigFormat.INDEX_FILE, String.valueOf(e.getMessage()));
        }
    }

    private void requireComplete(ConfigIndex index) throws ConfigException {
        if (index.program() != program) {
            throw new ConfigException(
                    ConfigFormat.INDEX_FILE,
                    "$.program",
                    "the files are for " + index.program().folder() + ", not for " + program.folder());
        }
        List<String> missing = new ArrayList<>(program.files());
        missing.removeAll(index.files().keySet());
        TreeSet<String> unknown = new TreeSet<>(index.files().keySet());
        program.files().forEach(unknown::remove);
        if (!missing.isEmpty()) {
            throw new ConfigException(ConfigFormat.INDEX_FILE, "$.files", "lacks " + String.join(", ", missing));
        }
        if (!unknown.isEmpty()) {
            throw new ConfigException(
                    ConfigFormat.INDEX_FILE, "$.files", "has unknown files: " + String.join(", ", unknown));
        }
    }
}
