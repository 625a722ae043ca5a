package io.postwerk.sasl.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The optional fields at the end of a line, {@code name} or {@code name=value}, in their order. Names that mean nothing
 * to the reader are skipped.
 *
 * @param fields unescaped
 */
public record Parameters(List<String> fields) {

    private static final Parameters NONE = new Parameters(List.of());

    public Parameters {
        fields = List.copyOf(fields);
    }

    public static Parameters none() {
        return NONE;
    }

    /** The value of the first field of that name; empty when there is none, or it has no value. */
    public Optional<String> value(String name) {
        for (String field : fields) {
            if (field.length() > name.length() && field.charAt(name.length()) == '=' && field.startsWith(name)) {
                return Optional.of(field.substring(name.length() + 1));
            }
        }
        return Optional.empty();
    }

    /** The protocol that asks; {@code protocol=} is the newer name of {@code service=}. */
    public Optional<String> service() {
        return value("service").or(() -> value("protocol"));
    }

    /** The value as a number that is not negative; empty when there is none, or it is anything else. */
    public OptionalLong number(String name) {
        try {
            long number = Long.parseLong(value(name).orElse("-1"));
            return number < 0 ? OptionalLong.empty() : OptionalLong.of(number);
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    /** Whether a field of that name is there, with or without a value. */
    public boolean has(String name) {
        return fields.contains(name) || value(name).isPresent();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Collects parameters. */
    public static final class Builder {
        private final List<String> fields = new ArrayList<>();

        private Builder() {}

        public Builder add(String name) {
            fields.add(name);
            return this;
        }

        public Builder add(String name, String value) {
            fields.add(name + '=' + value);
            return this;
        }

        public Builder add(String name, Optional<String> value) {
            value.ifPresent(v -> add(name, v));
            return this;
        }

        public Builder add(String name, OptionalLong value) {
            value.ifPresent(v -> add(name, Long.toString(v)));
            return this;
        }

        /** Adds the name if the condition holds. */
        public Builder addIf(boolean condition, String name) {
            return condition ? add(name) : this;
        }

        public Parameters build() {
            return new Parameters(fields);
        }
    }
}
