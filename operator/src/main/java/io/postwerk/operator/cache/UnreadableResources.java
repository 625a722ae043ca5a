package io.postwerk.operator.cache;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.postwerk.crds.MailDomain;
import io.postwerk.crds.MailServer;
import io.postwerk.crds.MailUser;
import io.postwerk.crds.Relay;
import io.postwerk.crds.manifest.BrokenResource;
import io.postwerk.crds.manifest.Problem;
import io.postwerk.crds.manifest.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Resources that do not fit their types, because newer CRDs are installed and a resource uses fields that this version does not know. One
 * of them must not stop the informer of its kind. So it is read without its specification, and its claims are kept in an annotation
 * that only this process sees.
 */
public final class UnreadableResources {
    private static final String ANNOTATION = "postwerk.io/unreadable";
    private static final ObjectMapper PLAIN = new ObjectMapper();
    private static final Set<Class<?>> KINDS = Set.of(MailServer.class, MailDomain.class, MailUser.class, Relay.class);

    private UnreadableResources() {}

    /** A mapper for clients that reads such resources too. */
    public static ObjectMapper lenientMapper() {
        SimpleModule module = new SimpleModule();
        module.setDeserializerModifier(new BeanDeserializerModifier() {
            @Override
            public JsonDeserializer<?> modifyDeserializer(
                    DeserializationConfig config, BeanDescription bean, JsonDeserializer<?> deserializer) {
                return KINDS.contains(bean.getBeanClass()) ? new Lenient(bean.getBeanClass()) : deserializer;
            }
        });
        return new ObjectMapper().registerModule(module);
    }

    /** Whether a resource could not be read. */
    public static boolean isUnreadable(HasMetadata resource) {
        return problem(resource).isPresent();
    }

    /** What could not be read of a resource, for its status; absent if all of it could. */
    public static Optional<String> problem(HasMetadata resource) {
        return claims(resource).map(claims -> claims.path("problem").asText());
    }

    static Optional<BrokenResource> broken(HasMetadata resource) {
        return claims(resource).map(claims -> {
            String title = resource.getKind() + " " + resource.getMetadata().getNamespace() + "/"
                    + resource.getMetadata().getName();
            JsonNode spec = claims.path("spec");
            return new BrokenResource(
                    resource.getKind(),
                    resource.getMetadata().getNamespace(),
                    resource.getMetadata().getName(),
                    Optional.ofNullable(resource.getMetadata().getCreationTimestamp()),
                    text(spec.path("address")),
                    texts(spec.path("aliases")),
                    Stream.concat(text(spec.path("domain")).stream(), texts(spec.path("domains")).stream())
                            .toList(),
                    texts(spec.at("/outbound/senders")),
                    text(spec.at("/serverRef/name")),
                    Source.NONE,
                    List.of(new Problem(
                            Problem.Severity.ERROR,
                            "",
                            0,
                            title,
                            "spec",
                            claims.path("problem").asText(),
                            "upgrade the operator, or leave out what it does not know")));
        });
    }

    private static Optional<JsonNode> claims(HasMetadata resource) {
        return Optional.ofNullable(resource.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(ANNOTATION))
                .map(UnreadableResources::parse);
    }

    private static JsonNode parse(String json) {
        try {
            return PLAIN.readTree(json);
        } catch (JsonProcessingException e) {
            // Somebody has set the annotation by hand: the resource is readable.
            return PLAIN.createObjectNode();
        }
    }

    private static final class Lenient extends JsonDeserializer<HasMetadata> {
        private final Class<?> kind;

        Lenient(Class<?> kind) {
            this.kind = kind;
        }

        @Override
        public HasMetadata deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            ObjectNode tree = PLAIN.readTree(parser);
            // The annotation counts only on a copy without specification, which was made here; the API server has none.
            if (tree.has("spec") && tree.at("/metadata/annotations").has(ANNOTATION)) {
                ((ObjectNode) tree.at("/metadata/annotations")).remove(ANNOTATION);
            }
            try {
                return (HasMetadata) PLAIN.treeToValue(tree, kind);
            } catch (JsonProcessingException e) {
                ObjectNode claims = PLAIN.createObjectNode();
                claims.put("problem", "cannot be read by this version of the operator: " + e.getOriginalMessage());
                claims.set("spec", tree.path("spec"));
                tree.remove(List.of("spec", "status"));
                HasMetadata rest = (HasMetadata) PLAIN.treeToValue(tree, kind);
                rest.getMetadata().getAnnotations().put(ANNOTATION, claims.toString());
                return rest;
            }
        }
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() ? Optional.of(node.asText()) : Optional.empty();
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(element -> text(element).ifPresent(texts::add));
        return texts;
    }
}
