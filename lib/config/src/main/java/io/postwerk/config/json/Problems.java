package io.postwerk.config.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Describes errors in a file. Jackson's own messages name Java types. */
final class Problems {
    /**
     * What is wrong.
     *
     * @param path the place in the file, as a JSON path
     */
    record Problem(String path, String text) {}

    private final JsonMappingException error;
    private final JsonParser parser;
    private final JsonNode tree;
    private final JsonMapper mapper;

    /**
     * The problems of a file that could not be bound.
     *
     * @param parser stands at the token at which reading stopped
     * @param tree all of the file
     */
    Problems(JsonMappingException error, JsonParser parser, JsonNode tree, JsonMapper mapper) {
        this.error = error;
        this.parser = parser;
        this.tree = tree;
        this.mapper = mapper;
    }

    Problem problem() {
        String message = String.valueOf(error.getOriginalMessage());
        JsonToken at = parser.currentToken();
        return switch (error) {
            case UnrecognizedPropertyException unknown ->
                here(noSuchKey(unknown.getKnownPropertyIds().stream().map(String::valueOf)));
            case ValueInstantiationException refused
            when refused.getCause() instanceof IllegalArgumentException cause ->
                here(String.valueOf(cause.getMessage()));
            case InvalidFormatException format
            when format.getTargetType().isEnum() && format.getValue() instanceof String text ->
                here("'" + text + "' is not one of "
                        + Stream.of(format.getTargetType().getEnumConstants())
                                .map(constant -> mapper.valueToTree(constant).asText())
                                .collect(Collectors.joining(", ")));
            case InvalidNullException _ -> here("must not be null");
            case MismatchedInputException _
            when message.startsWith("Missing required creator") -> unknownKey().orElseGet(() -> here("missing"));
            case MismatchedInputException _
            when message.startsWith("Null value for creator") -> here("must not be null");
            case InvalidTypeIdException unknown ->
                here(oneKey(unknown.getBaseType().getRawClass()));
            case MismatchedInputException mismatched
            when mismatched.getTargetType() != null -> mismatch(mismatched.getTargetType(), at);
            case JsonMappingException overflow
            when overflow.getCause() instanceof InputCoercionException cause ->
                here(BoundedRecord.tooLarge(
                        text(), cause.getTargetType(), error.getPath().getLast()));
            case JsonMappingException other -> here(message);
        };
    }

    private Problem mismatch(Class<?> type, JsonToken at) {
        if (ConfigTypes.isUnion(type)) {
            return switch (at) {
                case FIELD_NAME ->
                    new Problem(path(error.getPath()) + "." + firstKeyBesideThis(), "must be the only key");
                case START_OBJECT, END_OBJECT -> here(oneKey(type));
                default -> here("must be an object, not " + described(at));
            };
        }
        String variant = isVariant(type) ? "." + ConfigTypes.key(type) : "";
        return new Problem(path(error.getPath()) + variant, "must be " + form(type) + ", not " + described(at));
    }

    private Problem here(String text) {
        return new Problem(path(error.getPath()), text);
    }

    private static String path(List<JsonMappingException.Reference> steps) {
        StringBuilder path = new StringBuilder("$");
        for (JsonMappingException.Reference step : steps) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
                continue;
            }
            Class<?> in = in(step);
            if (isVariant(in)) {
                path.append('.').append(ConfigTypes.key(in));
            }
            path.append('.').append(step.getFieldName());
        }
        return path.toString();
    }

    private static Class<?> in(JsonMappingException.Reference step) {
        return step.getFrom() instanceof Class<?> type ? type : step.getFrom().getClass();
    }

    private static boolean isVariant(Class<?> type) {
        return type.isRecord() && Arrays.stream(type.getInterfaces()).anyMatch(ConfigTypes::isUnion);
    }

    /** A key is missing in the object that was read last: one that nobody knows, for example a misspelt one, says more. */
    private Optional<Problem> unknownKey() {
        JsonMappingException.Reference missing = error.getPath().getLast();
        List<String> known = Arrays.stream(in(missing).getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
        JsonNode object = tree.at(parser.getParsingContext().pathAsPointer());
        return object.propertyStream()
                .map(Map.Entry::getKey)
                .filter(key -> !known.contains(key))
                .findFirst()
                .map(key -> {
                    String path = here("").path();
                    String parent = path.substring(
                            0, path.length() - missing.getFieldName().length());
                    return new Problem(parent + key, noSuchKey(known.stream()));
                });
    }

    private String firstKeyBesideThis() {
        JsonPointer here = parser.getParsingContext().pathAsPointer();
        return tree.at(here.head())
                .propertyStream()
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(here.last().getMatchingProperty());
    }

    private String text() {
        try {
            return parser.getText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String noSuchKey(Stream<String> known) {
        String keys = known.sorted().collect(Collectors.joining(", "));
        return "no such key; " + (keys.isEmpty() ? "none is known here" : "known here are " + keys);
    }

    private static String oneKey(Class<?> union) {
        return "must have one key out of "
                + Arrays.stream(union.getPermittedSubclasses())
                        .map(ConfigTypes::key)
                        .sorted()
                        .collect(Collectors.joining(", "));
    }

    private static String form(Class<?> type) {
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return "a whole number";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        return type.isRecord() || Map.class.isAssignableFrom(type) ? "an object" : "a string";
    }

    static String described(JsonToken token) {
        return switch (token) {
            case null -> "nothing";
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
            case VALUE_NULL -> "null";
            case END_ARRAY, END_OBJECT, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT -> "nothing";
        };
    }
}
