package io.postwerk.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.postwerk.crds.manifest.BrokenResource;
import io.postwerk.crds.manifest.ManifestReader;
import io.postwerk.crds.manifest.Source;
import io.postwerk.crds.manifest.Sourced;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A resource as it was last good. It is kept as the JSON of what was written, without defaults: so a key that is lost shows, and
 * a hundred thousand of them take little memory.
 */
final class KnownResource {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String file;
    private final int line;
    private final byte[] json;

    private KnownResource(String file, int line, byte[] json) {
        this.file = file;
        this.line = line;
        this.json = json;
    }

    static KnownResource of(Sourced<?> sourced) {
        Source source = sourced.source();
        ObjectNode tree = JSON.valueToTree(sourced.resource());
        prune(tree, "", source.lines());
        // Read from a manifest, they are there whether or not a reader notes their lines.
        tree.put("apiVersion", sourced.resource().getApiVersion());
        tree.put("kind", sourced.resource().getKind());
        return new KnownResource(source.file(), source.line(), tree.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The file that it was in. */
    String file() {
        return file;
    }

    /** Paths of what another version of it lacks. Annotations are not looked at: they are for tools. */
    List<String> lostIn(KnownResource now) {
        if (isSame(now)) return List.of();
        return Losses.between(tree(), now.tree()).stream()
                .filter(path -> !path.startsWith("metadata.annotations"))
                .toList();
    }

    boolean isSame(KnownResource other) {
        return Arrays.equals(json, other.json);
    }

    /** The resource itself, with the defaults of its schema. */
    Sourced<?> resource() {
        Sourced<?> read = ManifestReader.read(file, new String(json, StandardCharsets.UTF_8))
                .resources()
                .getFirst();
        return new Sourced<>(read.resource(), new Source(file, line, Map.of()));
    }

    /** What it claims is added to what of it does not fit its schema any more, so that mail for that is put off. */
    BrokenResource claims(BrokenResource broken) {
        JsonNode spec = tree().path("spec");
        return new BrokenResource(
                broken.kind(),
                broken.namespace(),
                broken.name(),
                broken.created(),
                texts(spec.path("address")).findFirst().or(broken::address),
                both(texts(spec.path("aliases")), broken.aliases()),
                both(Stream.concat(texts(spec.path("domain")), texts(spec.path("domains"))), broken.domains()),
                both(texts(spec.at("/outbound/senders")), broken.senders()),
                texts(spec.at("/serverRef/name")).findFirst().or(broken::server),
                broken.source(),
                broken.problems());
    }

    private static List<String> both(Stream<String> before, List<String> now) {
        return Stream.concat(before, now.stream()).distinct().toList();
    }

    private static Stream<String> texts(JsonNode node) {
        return node.isArray()
                ? StreamSupport.stream(node.spliterator(), false).flatMap(KnownResource::texts)
                : node.isTextual() ? Stream.of(node.asText()) : Stream.of();
    }

    private JsonNode tree() {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes what is not written in the manifest. */
    private static void prune(JsonNode node, String path, Map<String, Integer> written) {
        if (node instanceof ObjectNode object) {
            List<String> defaults = object.propertyStream()
                    .map(Map.Entry::getKey)
                    .filter(key -> !written.containsKey(path.isEmpty() ? key : path + "." + key))
                    .toList();
            object.remove(defaults);
            object.properties()
                    .forEach(member -> prune(
                            member.getValue(),
                            path.isEmpty() ? member.getKey() : path + "." + member.getKey(),
                            written));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) prune(array.get(i), path + "[" + i + "]", written);
        }
    }
}
