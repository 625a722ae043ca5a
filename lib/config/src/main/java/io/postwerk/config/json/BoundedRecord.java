package io.postwerk.config.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBuilder;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdValueInstantiator;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.type.ReferenceType;
import io.postwerk.config.Bounds;
import io.postwerk.config.SecretText;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a record of parts that are within their {@link Bounds}. */
final class BoundedRecord extends StdValueInstantiator {
    private static final long serialVersionUID = 1;
    private static final Range STRING = new Range(1, 4096);
    private static final Range COUNT = new Range(0, 100_000);
    private static final Range INTEGER = new Range(0, Integer.MAX_VALUE);
    private static final Range LONG = new Range(0, Long.MAX_VALUE);

    private record Range(long min, long max) {
        static Range of(@Nullable Bounds bounds, Range otherwise) {
            return bounds == null ? otherwise : new Range(bounds.min(), bounds.max());
        }

        void check(DeserializationContext context, long value, String shown) throws JsonMappingException {
            if (value < min || value > max) {
                throw new JsonMappingException(context.getParser(), problem(shown));
            }
        }

        String problem(String shown) {
            return shown + " is out of bounds (" + min + " to " + max + ")";
        }
    }

    private final transient RecordComponent[] components;
    private final transient Bounds[] bounds;

    private BoundedRecord(StdValueInstantiator plain, Class<?> type) {
        super(plain);
        components = type.getRecordComponents();
        bounds = new Bounds[components.length];
        for (int i = 0; i < components.length; i++) {
            bounds[i] = components[i].getAnnotation(Bounds.class);
        }
    }

    @Override
    public Object createFromObjectWith(DeserializationContext context, Object[] parts) throws IOException {
        for (int i = 0; i < parts.length; i++) {
            try {
                check(context, parts[i], bounds[i]);
                if (parts[i] instanceof List<?> list) {
                    parts[i] = List.copyOf(list);
                }
            } catch (JsonMappingException e) {
                e.prependPath(getValueClass(), components[i].getName());
                throw e;
            }
        }
        return super.createFromObjectWith(context, parts);
    }

    private static void check(DeserializationContext context, Object part, Bounds bounds) throws IOException {
        switch (part) {
            case String text -> length(context, text, Range.of(bounds, STRING));
            case SecretText secret -> length(context, secret.reveal(), Range.of(bounds, STRING));
            case Integer number -> Range.of(bounds, INTEGER).check(context, number, number.toString());
            case Long number -> Range.of(bounds, LONG).check(context, number, number.toString());
            case Optional<?> optional when optional.isPresent() -> check(context, optional.get(), bounds);
            case List<?> list -> {
                Range.of(bounds, COUNT).check(context, list.size(), "a list of " + list.size() + " elements");
                for (int i = 0; i < list.size(); i++) {
                    element(context, list.get(i), bounds, new JsonMappingException.Reference(list, i));
                }
            }
            case Map<?, ?> map -> {
                Range.of(bounds, COUNT).check(context, map.size(), "an object of " + map.size() + " keys");
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    element(context, entry.getValue(), bounds, new JsonMappingException.Reference(map, (String)
                            entry.getKey()));
                }
            }
            case Object other -> {
                // A record, which has been checked, or something that has no length.
            }
        }
    }

    private static void element(
            DeserializationContext context, Object part, Bounds bounds, JsonMappingException.Reference place)
            throws IOException {
        try {
            switch (part) {
                case String text -> length(context, text, bounds == null ? STRING : new Range(1, bounds.length()));
                case Integer number -> INTEGER.check(context, number, number.toString());
                case Long number -> LONG.check(context, number, number.toString());
                case Object other -> {
                    // A record, which has been checked, or something that has no length.
                }
            }
        } catch (JsonMappingException e) {
            e.prependPath(place);
            throw e;
        }
    }

    /**
     * What is wrong with a number that is too large for its type.
     *
     * @param place a component, or an element of a list
     */
    static String tooLarge(String number, Class<?> type, JsonMappingException.Reference place) {
        Range otherwise = type == int.class || type == Integer.class ? INTEGER : LONG;
        @Nullable Bounds bounds = null;
        if (place.getFrom() instanceof Class<?> in && in.isRecord()) {
            for (RecordComponent component : in.getRecordComponents()) {
                if (component.getName().equals(place.getFieldName())) {
                    bounds = component.getAnnotation(Bounds.class);
                }
            }
        }
        return Range.of(bounds, otherwise).problem(number);
    }

    private static void length(DeserializationContext context, String text, Range range) throws JsonMappingException {
        range.check(context, text.length(), "a string of " + text.length() + " characters");
    }

    /** Puts itself into the deserializer of every record. */
    static final class Modifier extends BeanDeserializerModifier {
        private static final long serialVersionUID = 1;

        @Override
        public BeanDeserializerBuilder updateBuilder(
                DeserializationConfig config, BeanDescription description, BeanDeserializerBuilder builder) {
            if (description.getBeanClass().isRecord()
                    && builder.getValueInstantiator() instanceof StdValueInstantiator plain) {
                builder.setValueInstantiator(new BoundedRecord(plain, description.getBeanClass()));
            }
            return builder;
        }

        @Override
        public JsonDeserializer<?> modifyReferenceDeserializer(
                DeserializationConfig config,
                ReferenceType type,
                BeanDescription description,
                JsonDeserializer<?> deserializer) {
            return new NeverNull(deserializer);
        }

        @Override
        public JsonDeserializer<?> modifyEnumDeserializer(
                DeserializationConfig config,
                JavaType type,
                BeanDescription description,
                JsonDeserializer<?> deserializer) {
            return new ExactConstant(deserializer);
        }
    }

    /** Takes a constant of an enum as a string without white space around it, which Jackson would remove. */
    private static final class ExactConstant extends DelegatingDeserializer {
        private static final long serialVersionUID = 1;

        ExactConstant(JsonDeserializer<?> deserializer) {
            super(deserializer);
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> contextual) {
            return new ExactConstant(contextual);
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                throw new JsonMappingException(
                        parser, "must be a string, not " + Problems.described(parser.currentToken()));
            }
            String text = parser.getText();
            if (text.length() != text.trim().length()) {
                throw InvalidFormatException.from(parser, "white space", text, handledType());
            }
            return super.deserialize(parser, context);
        }
    }

    /** What is optional may be absent, but not null. */
    private static final class NeverNull extends DelegatingDeserializer {
        private static final long serialVersionUID = 1;

        NeverNull(JsonDeserializer<?> deserializer) {
            super(deserializer);
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> contextual) {
            return new NeverNull(contextual);
        }

        @Override
        public Object getNullValue(DeserializationContext context) throws JsonMappingException {
            throw new JsonMappingException(context.getParser(), "must not be null");
        }
    }
}
