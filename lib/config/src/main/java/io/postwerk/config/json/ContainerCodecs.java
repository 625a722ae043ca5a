package io.postwerk.config.json;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Codecs of lists and maps. */
final class ContainerCodecs {
    private ContainerCodecs() {}

    record ListCodec(ValueCodec element, Range range) implements ValueCodec {
        @Override
        public void write(JsonWriter out, Object value) {
            out.open('[');
            for (Object part : (List<?>) value) {
                out.element();
                element.write(out, part);
            }
            out.close(']');
        }

        @Override
        public Object read(JsonInput in) throws IOException {
            in.require(JsonToken.START_ARRAY, "a list");
            List<Object> parts = new ArrayList<>();
            while (in.next() != JsonToken.END_ARRAY) {
                try {
                    parts.add(element.read(in));
                } catch (Unreadable e) {
                    throw e.inElement(parts.size());
                }
            }
            range.check(parts.size(), "a list of " + parts.size() + " elements");
            return List.copyOf(parts);
        }
    }

    record MapCodec(ValueCodec element, Range range) implements ValueCodec {
        @Override
        public void write(JsonWriter out, Object value) {
            out.open('{');
            for (Map.Entry<?, ?> entry : ((SortedMap<?, ?>) value).entrySet()) {
                out.key((String) entry.getKey());
                element.write(out, entry.getValue());
            }
            out.close('}');
        }

        @Override
        public Object read(JsonInput in) throws IOException {
            in.require(JsonToken.START_OBJECT, "an object");
            SortedMap<String, Object> parts = new TreeMap<>();
            for (String key = in.nextKey(); key != null; key = in.nextKey()) {
                in.next();
                try {
                    parts.put(key, element.read(in));
                } catch (Unreadable e) {
                    throw e.inKey(key);
                }
            }
            range.check(parts.size(), "an object of " + parts.size() + " keys");
            return parts;
        }
    }
}
