package io.postwerk.config.json;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Codecs of enums and of sealed interfaces. */
final class ChoiceCodecs {
    private ChoiceCodecs() {}

    static final class EnumCodec implements ValueCodec {
        private final Map<Object, String> names = new LinkedHashMap<>();
        private final Map<String, Object> values = new HashMap<>();

        EnumCodec(Class<?> type) {
            for (Object constant : type.getEnumConstants()) {
                String name = nameOf(type, (Enum<?>) constant);
                names.put(constant, name);
                values.put(name, constant);
            }
        }

        static String nameOf(Class<?> type, Enum<?> constant) {
            try {
                JsonProperty given = type.getField(constant.name()).getAnnotation(JsonProperty.class);
                return given == null ? constant.name() : given.value();
            } catch (NoSuchFieldException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void write(JsonWriter out, Object value) {
            out.string(names.get(value));
        }

        @Override
        public Object read(JsonInput in) throws IOException {
            String text = in.string(Range.STRING);
            Object value = values.get(text);
            if (value == null) {
                throw new Unreadable("'" + text + "' is not one of " + String.join(", ", names.values()));
            }
            return value;
        }
    }

    /** A sealed interface of records: an object with one key, the name of the record. */
    static final class UnionCodec implements ValueCodec {
        private final Map<Class<?>, String> keys = new HashMap<>();
        private final SortedMap<String, RecordShape> shapes = new TreeMap<>();

        UnionCodec(Class<?> type) {
            for (Class<?> variant : type.getPermittedSubclasses()) {
                String name = variant.getSimpleName();
                String key = Character.toLowerCase(name.charAt(0)) + name.substring(1);
                keys.put(variant, key);
                shapes.put(key, RecordShape.of(variant));
            }
        }

        @Override
        public void write(JsonWriter out, Object value) {
            String key = keys.get(value.getClass());
            out.open('{');
            out.key(key);
            shapes.get(key).write(out, value);
            out.close('}');
        }

        @Override
        public Object read(JsonInput in) throws IOException {
            in.require(JsonToken.START_OBJECT, "an object");
            String key = in.nextKey();
            if (key == null || !shapes.containsKey(key)) {
                throw new Unreadable("must have one key out of " + String.join(", ", shapes.keySet()));
            }
            in.next();
            try {
                Object value = shapes.get(key).read(in);
                if (in.nextKey() != null) {
                    throw new Unreadable("must be the only key");
                }
                return value;
            } catch (Unreadable e) {
                throw e.inKey(key);
            }
        }
    }
}
