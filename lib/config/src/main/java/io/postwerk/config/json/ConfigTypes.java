package io.postwerk.config.json;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.postwerk.config.IpNetwork;
import io.postwerk.config.SecretText;
import io.postwerk.mail.DomainName;
import io.postwerk.mail.EmailAddress;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The forms of our own types in config files. */
final class ConfigTypes extends SimpleModule {
    private static final long serialVersionUID = 1;

    /** Attribute of a writer that hides secrets. */
    static final Object REDACT = "redact";

    ConfigTypes() {
        text(String.class, SharedValues::string);
        text(SecretText.class, (shared, text) -> new SecretText(text));
        text(DomainName.class, SharedValues::domain);
        text(EmailAddress.class, SharedValues::address);
        text(Instant.class, (shared, text) -> instant(text));
        text(IpNetwork.class, (shared, text) -> IpNetwork.parse(text));
        List.of(DomainName.class, EmailAddress.class, Instant.class, IpNetwork.class)
                .forEach(type -> addSerializer(type, ToStringSerializer.instance));
        addSerializer(new StdScalarSerializer<>(SecretText.class) {
            @Override
            public void serialize(SecretText secret, JsonGenerator out, SerializerProvider provider)
                    throws IOException {
                out.writeString(provider.getAttribute(REDACT) == null ? secret.reveal() : "(redacted)");
            }
        });
        setDeserializerModifier(new BoundedRecord.Modifier());
    }

    /** The function refuses a text with an {@code IllegalArgumentException}. */
    private <T> void text(Class<T> type, BiFunction<SharedValues, String, T> reading) {
        addDeserializer(type, new StdScalarDeserializer<T>(type) {
            @Override
            public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
                if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                    throw new JsonMappingException(
                            parser, "must be a string, not " + Problems.described(parser.currentToken()));
                }
                try {
                    return reading.apply((SharedValues) context.getAttribute(SharedValues.class), parser.getText());
                } catch (IllegalArgumentException e) {
                    throw new JsonMappingException(parser, e.getMessage(), e);
                }
            }
        });
    }

    private static Instant instant(String text) {
        try {
            Instant parsed = Instant.parse(text);
            SharedValues.requireCanonical(text, parsed.toString());
            return parsed;
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not an instant in UTC such as 2026-01-31T12:00:00Z", e);
        }
    }

    /** Whether it is a sealed interface of records: in a file an object with one key, the name of the record. */
    static boolean isUnion(Class<?> type) {
        return type.isSealed()
                && Arrays.stream(type.getPermittedSubclasses()).allMatch(v -> v.getEnclosingClass() == type);
    }

    /** The key of a variant of a union. */
    static String key(Class<?> variant) {
        String name = variant.getSimpleName();
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /** What the types of config files have in common, so that no annotation has to say it. */
    static final class Introspector extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1;

        /** A component that is an {@code Optional} may be absent; every other one must be there. */
        @Override
        public Boolean hasRequiredMarker(AnnotatedMember member) {
            return member.getRawType() != Optional.class;
        }

        @Override
        public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated type) {
            return isUnion(type.getRawType())
                    ? JsonTypeInfo.Value.construct(
                            JsonTypeInfo.Id.NAME, JsonTypeInfo.As.WRAPPER_OBJECT, null, null, false, null)
                    : null;
        }

        @Override
        public @Nullable List<NamedType> findSubtypes(Annotated type) {
            return isUnion(type.getRawType())
                    ? Arrays.stream(type.getRawType().getPermittedSubclasses())
                            .map(variant -> new NamedType(variant, key(variant)))
                            .toList()
                    : null;
        }
    }
}
