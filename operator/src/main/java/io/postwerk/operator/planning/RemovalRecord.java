package io.postwerk.operator.planning;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.postwerk.operator.cache.DependentObjects;
import io.postwerk.operator.model.CanonicalJson;
import io.postwerk.operator.model.Names;
import io.postwerk.operator.model.ServerIdentity;
import io.postwerk.plan.removal.RecentRemovals;
import io.postwerk.plan.removal.RecentRemovals.Removal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The recent removals of a MailServer in a Secret, so that a mass removal in steps is seen as one by an operator that is restarted in
 * between. A Secret, for it has the addresses of users. It is there only while there are any.
 */
final class RemovalRecord {
    private static final System.Logger LOG = System.getLogger(RemovalRecord.class.getName());
    private static final String FILE = "removals.json";

    /** Names that are kept; more, the oldest left out, would not fit into one object. */
    private static final int MOST = 6000;

    private RemovalRecord() {}

    /** The recent removals. What cannot be read is none: nothing but the time of a hold depends on it. */
    static RecentRemovals read(DependentObjects owned, Names names) {
        Optional<Map<String, String>> content = owned.find(Secret.class, names.removals())
                .flatMap(secret -> Optional.ofNullable(secret.getData()))
                .flatMap(data -> Optional.ofNullable(data.get(FILE)))
                .flatMap(RemovalRecord::texts);
        Map<String, Removal> domains = new HashMap<>();
        Map<String, Removal> users = new HashMap<>();
        content.orElse(Map.of())
                .forEach((name, text) ->
                        removal(text).ifPresent(removal -> (name.contains("@") ? users : domains).put(name, removal)));
        return new RecentRemovals(domains, users);
    }

    private static Optional<Map<String, String>> texts(String base64) {
        try {
            return CanonicalJson.texts(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** An instant and a namespace, with a space between. */
    private static Optional<Removal> removal(String text) {
        String[] parts = text.split(" ", 2);
        try {
            return Optional.of(new Removal(Instant.parse(parts[0]), parts.length > 1 ? parts[1] : ""));
        } catch (DateTimeException e) {
            LOG.log(System.Logger.Level.WARNING, "{0} has no instant in \"{1}\"", FILE, text);
            return Optional.empty();
        }
    }

    /** The Secret with them. */
    static Secret write(ServerIdentity server, RecentRemovals removals) {
        Map<String, String> texts = new TreeMap<>();
        Stream.concat(removals.domains().entrySet().stream(), removals.users().entrySet().stream())
                .sorted(Comparator.comparing(entry -> entry.getValue().at(), Comparator.reverseOrder()))
                .limit(MOST)
                .forEach(entry -> texts.put(
                        entry.getKey(),
                        entry.getValue().at() + " " + entry.getValue().namespace()));
        byte[] file = CanonicalJson.file(texts).getBytes(StandardCharsets.UTF_8);
        return new SecretBuilder()
                .withMetadata(server.owned(server.names().removals(), Optional.empty()))
                .withType("Opaque")
                .addToData(FILE, Base64.getEncoder().encodeToString(file))
                .build();
    }
}
