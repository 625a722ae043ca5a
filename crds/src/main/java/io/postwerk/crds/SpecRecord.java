package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JacksonAnnotationsInside;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.generator.annotation.Default;
import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A part of a specification: a record whose components are its fields, with the annotations from which the CRD is made. Whatever
 * mapper reads it, a field that is absent has the value of its {@link Default}; without one an Optional is empty, and a list or map
 * has no elements. Unknown fields are skipped: an API server may have a newer schema, and manifests are held to the schema before.
 */
@JacksonAnnotationsInside
@JsonDeserialize(using = SpecRecord.Reader.class)
@JsonSerialize(using = SpecRecord.Writer.class)
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface SpecRecord {

    /** Reads such records. */
    final class Reader extends JsonDeserializer<Object> implements ContextualDeserializer {
        private static final ObjectMapper JSON = new ObjectMapper();

        private record Field(
                JsonDeserializer<?> deserializer,
                boolean optional,
                @Nullable Object absent) {
            @Nullable
            Object read(JsonParser parser, DeserializationContext context) throws IOException {
                if (parser.currentToken() == JsonToken.VALUE_NULL) {
                    return absent;
                }
                Object value = immutable(deserializer.deserialize(parser, context));
                return optional ? Optional.of(value) : value;
            }
        }

        private final @Nullable Constructor<?> constructor;
        private final Map<String, Integer> positions = new HashMap<>();
        private final List<Field> fields = new ArrayList<>();

        /** A reader of nothing yet: Jackson asks it for the reader of a type. */
        Reader() {
            this.constructor = null;
        }

        private Reader(DeserializationContext context, Class<?> type) throws JsonMappingException {
            RecordComponent[] components = type.getRecordComponents();
            for (RecordComponent component : components) {
                positions.put(component.getName(), fields.size());
                fields.add(field(context, type, component));
            }
            try {
                this.constructor = type.getDeclaredConstructor(
                        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException("a record has its canonical constructor", e);
            }
        }

        private Constructor<?> type() {
            return Objects.requireNonNull(constructor);
        }

        private static Field field(DeserializationContext context, Class<?> type, RecordComponent component)
                throws JsonMappingException {
            JavaType declared = context.getTypeFactory().constructType(component.getGenericType());
            boolean optional = declared.hasRawClass(Optional.class);
            JavaType content = optional ? declared.containedType(0) : declared;
            JsonDeserializer<?> deserializer = context.findContextualValueDeserializer(content, null);
            try {
                return new Field(
                        deserializer, optional, absent(context, content, optional, defaultOf(type, component)));
            } catch (IOException e) {
                throw new IllegalStateException("the default of " + component + " cannot be read", e);
            }
        }

        /** What the field has when it is absent; the compiler gives the annotation to the field and not to the component. */
        private static Optional<Default> defaultOf(Class<?> type, RecordComponent component) {
            try {
                return Optional.ofNullable(
                        type.getDeclaredField(component.getName()).getAnnotation(Default.class));
            } catch (NoSuchFieldException e) {
                throw new IllegalStateException("a component is a field", e);
            }
        }

        private static @Nullable Object absent(
                DeserializationContext context, JavaType type, boolean optional, Optional<Default> given)
                throws IOException {
            if (given.isPresent()) {
                String text = given.get().value();
                boolean plain = type.hasRawClass(String.class) || type.isEnumType();
                JsonNode value = plain ? TextNode.valueOf(text) : JSON.readTree(text);
                return immutable(context.readTreeAsValue(value, type));
            }
            if (optional) {
                return Optional.empty();
            }
            if (type.isPrimitive()) {
                return context.findRootValueDeserializer(type).getNullValue(context);
            }
            return type.isCollectionLikeType() ? List.of() : type.isMapLikeType() ? Map.of() : null;
        }

        private static Object immutable(Object value) {
            return switch (value) {
                case Collection<?> list -> List.copyOf(list);
                case Map<?, ?> map -> Map.copyOf(map);
                case Object other -> other;
            };
        }

        @Override
        public JsonDeserializer<?> createContextual(DeserializationContext context, BeanProperty property)
                throws JsonMappingException {
            return new Reader(context, context.getContextualType().getRawClass());
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.hasToken(JsonToken.START_OBJECT)) {
                return context.handleUnexpectedToken(type().getDeclaringClass(), parser);
            }
            Object[] values = fields.stream().map(Field::absent).toArray();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                Integer position = positions.get(name);
                if (position == null) {
                    parser.skipChildren();
                    continue;
                }
                try {
                    values[position] = fields.get(position).read(parser, context);
                } catch (IOException | RuntimeException e) {
                    throw JsonMappingException.wrapWithPath(e, type().getDeclaringClass(), name);
                }
            }
            try {
                return type().newInstance(values);
            } catch (InstantiationException | IllegalAccessException | InvocationTargetException e) {
                throw JsonMappingException.from(parser, "cannot be made: " + e.getMessage(), e);
            }
        }
    }

    /** Writes such records. What is absent is left out, and so is what is empty, unless a default would take its place. */
    final class Writer extends JsonSerializer<Object> {
        @Override
        public void serialize(Object value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeStartObject(value);
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                Optional<?> member = member(value, component);
                if (member.isPresent()) {
                    provider.defaultSerializeField(component.getName(), member.get(), generator);
                }
            }
            generator.writeEndObject();
        }

        private static Optional<?> member(Object value, RecordComponent component) {
            try {
                return switch (component.getAccessor().invoke(value)) {
                    case null -> Optional.empty();
                    case Optional<?> optional -> optional;
                    case Collection<?> list when list.isEmpty() && !hasDefault(value, component) -> Optional.empty();
                    case Map<?, ?> map when map.isEmpty() -> Optional.empty();
                    case Object other -> Optional.of(other);
                };
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("a record's components can be read", e);
            }
        }

        private static boolean hasDefault(Object value, RecordComponent component) {
            return Reader.defaultOf(value.getClass(), component).isPresent();
        }
    }

    /** A string that may be written as a positive whole number ({@code x-kubernetes-int-or-string}). */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.FIELD)
    @interface IntegerOrString {}

    /** The OpenAPI format of a string. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.FIELD)
    @interface Format {
        /** The format, as in {@code date-time}. */
        String value();
    }

    /** A list that is merged by a key of its elements, which no two of them share ({@code x-kubernetes-list-type: map}). */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.FIELD)
    @interface MapList {
        /** The key; several members together can be one. */
        String[] value();
    }

    /** A list in which no element is repeated ({@code x-kubernetes-list-type: set}). */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.FIELD)
    @interface SetList {}
}
