package io.postwerk.config.json;

import io.postwerk.config.Bounds;
import io.postwerk.config.IpNetwork;
import io.postwerk.config.SecretText;
import io.postwerk.mail.DomainName;
import io.postwerk.mail.EmailAddress;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/** The codecs of everything that a component of a config record can be. */
final class ValueCodecs {
    private ValueCodecs() {}

    /** The codec of a component; of its content, if it is optional. */
    static ValueCodec of(RecordComponent component) {
        Bounds bounds = component.getAnnotation(Bounds.class);
        Optional<Range> range = Optional.ofNullable(bounds).map(b -> new Range(b.min(), b.max()));
        int length = bounds == null ? (int) Range.STRING.max() : bounds.length();
        return of(component.getGenericType(), range, length);
    }

    private static ValueCodec of(Type type, Optional<Range> bounds, int length) {
        if (type instanceof ParameterizedType generic) {
            Type content = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
            Optional<Range> inner = content == String.class ? Optional.of(new Range(1, length)) : Optional.empty();
            if (generic.getRawType() == Optional.class) {
                return of(content, bounds, length);
            }
            if (generic.getRawType() == List.class) {
                return new ContainerCodecs.ListCodec(of(content, inner, length), bounds.orElse(Range.LIST));
            }
            if (generic.getRawType() == SortedMap.class) {
                return new ContainerCodecs.MapCodec(of(content, inner, length), bounds.orElse(Range.LIST));
            }
        }
        if (type instanceof Class<?> plain) {
            return ofClass(plain, bounds);
        }
        throw new IllegalStateException(type + " has no form in config files");
    }

    private static ValueCodec ofClass(Class<?> type, Optional<Range> bounds) {
        if (type == String.class) {
            return new StringCodec(bounds.orElse(Range.STRING));
        }
        if (type == int.class || type == Integer.class) {
            Range range = bounds.orElse(new Range(0, Integer.MAX_VALUE));
            return codec((out, v) -> out.number((Integer) v), in -> (int) in.integer(range));
        }
        if (type == long.class || type == Long.class) {
            Range range = bounds.orElse(Range.NUMBER);
            return codec((out, v) -> out.number((Long) v), in -> in.integer(range));
        }
        if (type == boolean.class) {
            return codec((out, v) -> out.bool((Boolean) v), JsonInput::bool);
        }
        if (type == SecretText.class) {
            Range range = bounds.orElse(Range.STRING);
            return codec((out, v) -> out.secret((SecretText) v), in -> new SecretText(in.string(range)));
        }
        if (type == DomainName.class) {
            return codec((out, v) -> out.string(((DomainName) v).ascii()), in -> in.domain(in.string(Range.STRING)));
        }
        if (type == EmailAddress.class) {
            return codec((out, v) -> out.string(v.toString()), in -> in.address(in.string(Range.STRING)));
        }
        if (type == Instant.class) {
            return codec((out, v) -> out.string(v.toString()), in -> instant(in.string(Range.STRING)));
        }
        if (type == IpNetwork.class) {
            return codec((out, v) -> out.string(v.toString()), in -> network(in.string(Range.STRING)));
        }
        if (type.isEnum()) {
            return new ChoiceCodecs.EnumCodec(type);
        }
        if (type.isRecord()) {
            return RecordShape.of(type);
        }
        if (type.isSealed()) {
            return new ChoiceCodecs.UnionCodec(type);
        }
        throw new IllegalStateException(type + " has no form in config files");
    }

    private static Instant instant(String text) {
        try {
            Instant parsed = Instant.parse(text);
            if (parsed.toString().equals(text)) {
                return parsed;
            }
            throw new Unreadable("'" + text + "' should be written '" + parsed + "'");
        } catch (DateTimeException e) {
            throw new Unreadable("'" + text + "' is not an instant in UTC such as 2026-01-31T12:00:00Z");
        }
    }

    private static IpNetwork network(String text) {
        try {
            return IpNetwork.parse(text);
        } catch (IllegalArgumentException e) {
            throw new Unreadable(e.getMessage());
        }
    }

    private interface Writing {
        void write(JsonWriter out, Object value);
    }

    private interface Reading {
        Object read(JsonInput in) throws IOException;
    }

    private static ValueCodec codec(Writing writing, Reading reading) {
        return new ValueCodec() {
            @Override
            public void write(JsonWriter out, Object value) {
                writing.write(out, value);
            }

            @Override
            public Object read(JsonInput in) throws IOException {
                return reading.read(in);
            }
        };
    }

    private record StringCodec(Range range) implements ValueCodec {
        @Override
        public void write(JsonWriter out, Object value) {
            out.string((String) value);
        }

        @Override
        public Object read(JsonInput in) throws IOException {
            return in.sharedString(range);
        }
    }
}
