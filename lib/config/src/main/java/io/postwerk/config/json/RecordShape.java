package io.postwerk.config.json;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How a record is written as an object and read from one: worked out once for each type. */
final class RecordShape implements ValueCodec {
    private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return new RecordShape(type);
        }
    };

    private record Member(String key, int position, ValueCodec codec, boolean optional, MethodHandle accessor) {}

    private final MethodHandle constructor;
    private final List<Member> sorted;
    private final Map<String, Member> byKey = new HashMap<>();

    static RecordShape of(Class<?> type) {
        return SHAPES.get(type);
    }

    private RecordShape(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Member[] members = new Member[components.length];
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            for (int i = 0; i < components.length; i++) {
                members[i] = member(components[i], i, lookup);
                byKey.put(members[i].key(), members[i]);
            }
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<?> canonical = type.getDeclaredConstructor(types);
            constructor = lookup.unreflectConstructor(canonical)
                    .asSpreader(Object[].class, components.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " cannot be a config record", e);
        }
        sorted =
                Arrays.stream(members).sorted(Comparator.comparing(Member::key)).toList();
    }

    private static Member member(RecordComponent component, int position, MethodHandles.Lookup lookup)
            throws IllegalAccessException {
        boolean optional = component.getType() == Optional.class;
        MethodHandle accessor =
                lookup.unreflect(component.getAccessor()).asType(MethodType.methodType(Object.class, Object.class));
        return new Member(component.getName(), position, ValueCodecs.of(component), optional, accessor);
    }

    @Override
    public void write(JsonWriter out, Object value) {
        out.open('{');
        for (Member member : sorted) {
            Object part = get(member, value);
            if (!member.optional()) {
                out.key(member.key());
                member.codec().write(out, part);
            } else if (((Optional<?>) part).isPresent()) {
                out.key(member.key());
                member.codec().write(out, ((Optional<?>) part).get());
            }
        }
        out.close('}');
    }

    @Override
    public Object read(JsonInput in) throws IOException {
        in.require(JsonToken.START_OBJECT, "an object");
        Object[] parts = new Object[sorted.size()];
        for (String key = in.nextKey(); key != null; key = in.nextKey()) {
            Member member = byKey.get(key);
            if (member == null) {
                throw new Unreadable("no such key; known here are " + String.join(", ", keys())).inKey(key);
            }
            in.next();
            try {
                Object part = member.codec().read(in);
                parts[member.position()] = member.optional() ? Optional.of(part) : part;
            } catch (Unreadable e) {
                throw e.inKey(key);
            }
        }
        for (Member member : sorted) {
            if (parts[member.position()] == null) {
                if (!member.optional()) {
                    throw new Unreadable("missing").inKey(member.key());
                }
                parts[member.position()] = Optional.empty();
            }
        }
        return make(parts);
    }

    private List<String> keys() {
        return sorted.stream().map(Member::key).toList();
    }

    private Object make(Object[] parts) {
        try {
            return constructor.invokeExact(parts);
        } catch (IllegalArgumentException e) {
            throw new Unreadable(e.getMessage());
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object get(Member member, Object value) {
        try {
            return member.accessor().invokeExact(value);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
