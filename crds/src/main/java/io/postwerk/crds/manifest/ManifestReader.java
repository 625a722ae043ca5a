package io.postwerk.crds.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Secret;
import io.postwerk.crds.ApiGroup;
import io.postwerk.crds.MailDomain;
import io.postwerk.crds.MailServer;
import io.postwerk.crds.MailUser;
import io.postwerk.crds.Relay;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads manifests: one or more YAML documents as {@code kubectl apply} takes them, of the kinds MailServer, MailDomain, MailUser,
 * Relay, Secret and Namespace, or a List of them. Custom resources are held to the schemas of their CRDs and get their defaults.
 * Resources of other kinds are skipped with a warning.
 */
public final class ManifestReader {
    /** What to do about a file that is not YAML. */
    public static final String UNREADABLE =
            "correct it; until then nothing of it is taken, and what was known from it stays";

    private static final int MAX_CHARACTERS = 64 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Schema METADATA = Schema.ofKubernetes("metadata");
    private static final Map<String, Kind> KINDS = new HashMap<>();

    private record Kind(Class<? extends HasMetadata> type, Schema schema, boolean custom) {}

    static {
        KINDS.put(ApiGroup.API_VERSION + " MailServer", new Kind(MailServer.class, Schema.ofCrd("mailservers"), true));
        KINDS.put(ApiGroup.API_VERSION + " MailDomain", new Kind(MailDomain.class, Schema.ofCrd("maildomains"), true));
        KINDS.put(ApiGroup.API_VERSION + " MailUser", new Kind(MailUser.class, Schema.ofCrd("mailusers"), true));
        KINDS.put(ApiGroup.API_VERSION + " Relay", new Kind(Relay.class, Schema.ofCrd("relays"), true));
        KINDS.put("v1 Secret", new Kind(Secret.class, Schema.ofKubernetes("Secret"), false));
        KINDS.put("v1 Namespace", new Kind(Namespace.class, Schema.ofKubernetes("Namespace"), false));
    }

    private final String file;
    private final List<Sourced<?>> resources = new ArrayList<>();
    private final List<BrokenResource> broken = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    private ManifestReader(String file) {
        this.file = file;
    }

    /**
     * Reads one file.
     *
     * @param file its name, for problems
     * @param text its content
     */
    public static Manifests read(String file, String text) {
        ManifestReader reader = new ManifestReader(file);
        boolean readable = reader.documents(text);
        return new Manifests(reader.resources, reader.broken, reader.problems, readable);
    }

    private boolean documents(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setCodePointLimit(MAX_CHARACTERS)
                .setSchema(new CoreSchema())
                .build();
        try {
            for (Node document : new Compose(settings).composeAllFromString(text)) {
                document(document);
            }
            return true;
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(Mark::getLine).orElse(-1) + 1;
            report(line, "", "", "is not YAML: " + e.getProblem(), UNREADABLE);
        } catch (YamlEngineException e) {
            report(0, "", "", "is not YAML: " + e.getMessage(), UNREADABLE);
        }
        return false;
    }

    private void document(Node node) {
        Map<String, Node> members = members(node);
        String apiVersion = scalar(members.get("apiVersion")).orElse("");
        String name = scalar(members.get("kind")).orElse("");
        Optional<Kind> kind = Optional.ofNullable(KINDS.get(apiVersion + " " + name));
        if (node instanceof ScalarNode scalar && scalar.getValue().isEmpty()) {
            return;
        }
        if (apiVersion.isEmpty() || name.isEmpty()) {
            report(SchemaReader.line(node), "", "", "the document has no apiVersion and kind", "add them");
        } else if (apiVersion.equals("v1")
                && name.equals("List")
                && members.get("items") instanceof SequenceNode items) {
            items.getValue().forEach(this::document);
        } else if (kind.isPresent()) {
            resource(node, name, kind.get());
        } else if (apiVersion.startsWith(ApiGroup.NAME + "/")) {
            report(
                    SchemaReader.line(node),
                    "",
                    "kind",
                    "there is no " + name + " in " + apiVersion,
                    "known are MailServer, MailDomain, MailUser and Relay in " + ApiGroup.API_VERSION);
        } else {
            problems.add(new Problem(
                    Problem.Severity.WARNING,
                    file,
                    SchemaReader.line(node),
                    "",
                    "",
                    "a " + name + " of " + apiVersion + " means nothing to Postwerk",
                    "it is skipped"));
        }
    }

    private void resource(Node node, String kindName, Kind kind) {
        List<SchemaReader.Finding> findings = new ArrayList<>();
        Map<String, Integer> lines = new HashMap<>();
        SchemaReader reader = new SchemaReader(findings, lines);
        JsonNode tree = reader.read(node, whole(kind.schema()), "");
        String namespace = tree.at("/metadata/namespace").asText("default");
        String name = tree.at("/metadata/name").asText("");
        Source source = new Source(file, SchemaReader.line(node), lines);
        String title = kindName + " " + (kind.type() == Namespace.class ? "" : namespace + "/")
                + (name.isEmpty() ? "(without a name)" : name);
        List<Problem> own = findings.stream()
                .map(f -> new Problem(Problem.Severity.ERROR, file, f.line(), title, f.field(), f.what(), f.remedy()))
                .toList();
        problems.addAll(own);
        if (own.isEmpty()) {
            if (kind.type() != Namespace.class) {
                ((ObjectNode) tree.get("metadata")).put("namespace", namespace);
            }
            resources.add(new Sourced<>(bind(tree, kind.type()), source));
        } else if (kind.custom()) {
            broken.add(new BrokenResource(
                    kindName,
                    namespace,
                    name,
                    text(tree.at("/metadata/creationTimestamp")),
                    text(tree.at("/spec/address")),
                    texts(tree.at("/spec/aliases")),
                    Stream.concat(text(tree.at("/spec/domain")).stream(), texts(tree.at("/spec/domains")).stream())
                            .toList(),
                    texts(tree.at("/spec/outbound/senders")),
                    text(tree.at("/spec/serverRef/name")),
                    source,
                    own));
        }
    }

    /** The schema of a whole object: a CRD's does not speak of what every object has. */
    private static Schema whole(Schema schema) {
        Map<String, Schema> properties = new LinkedHashMap<>(schema.properties());
        Schema anyString = METADATA.properties().get("uid");
        properties.put("apiVersion", anyString);
        properties.put("kind", anyString);
        properties.put("metadata", METADATA);
        List<String> required = new ArrayList<>(schema.required());
        required.add("metadata");
        return new Schema(
                schema.type(),
                properties,
                required,
                schema.element(),
                schema.enumeration(),
                schema.pattern(),
                schema.format(),
                schema.range(),
                schema.numbers(),
                schema.keys(),
                schema.defaultValue());
    }

    private static HasMetadata bind(JsonNode tree, Class<? extends HasMetadata> type) {
        try {
            return JSON.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what fits the schema of " + type + " does not fit the type", e);
        }
    }

    private static Map<String, Node> members(Node node) {
        Map<String, Node> members = new HashMap<>();
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                members.put(SchemaReader.key(tuple.getKeyNode()), tuple.getValueNode());
            }
        }
        return members;
    }

    private static Optional<String> scalar(@Nullable Node node) {
        return node instanceof ScalarNode scalar ? Optional.of(scalar.getValue()) : Optional.empty();
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(element -> text(element).ifPresent(texts::add));
        return texts;
    }

    private void report(int line, String resource, String field, String what, String remedy) {
        problems.add(new Problem(Problem.Severity.ERROR, file, line, resource, field, what, remedy));
    }
}
