package io.postwerk.config.json;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.postwerk.config.IpNetwork;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is wrong with a file, in our words: those of Jackson name Java types. */
final class Problems {
    private Problems() {}

    /** The place in the file, as a JSON path. */
    static String path(JsonMappingException e) {
        StringBuilder path = new StringBuilder("$");
        for (JsonMappingException.Reference step : e.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
                continue;
            }
            Class<?> in = step.getFrom() instanceof Class<?> type
                    ? type
                    : step.getFrom().getClass();
            if (in.isRecord() && Arrays.stream(in.getInterfaces()).anyMatch(ConfigTypes::isUnion)) {
                path.append('.').append(ConfigTypes.key(in));
            }
            path.append('.').append(step.getFieldName());
        }
        return path.toString();
    }

    /**
     * What is wrong at that place.
     *
     * @param at the token at which reading stopped
     */
    static String problem(JsonMappingException e, JsonToken at, JsonMapper mapper) {
        String message = String.valueOf(e.getOriginalMessage());
        return switch (e) {
            case UnrecognizedPropertyException unknown ->
                "no such key; known here are "
                        + unknown.getKnownPropertyIds().stream()
                                .map(String::valueOf)
                                .sorted()
                                .collect(Collectors.joining(", "));
            case ValueInstantiationException refused
            when refused.getCause() instanceof IllegalArgumentException cause -> String.valueOf(cause.getMessage());
            case InvalidFormatException format
            when format.getTargetType().isEnum() && format.getValue() instanceof String text ->
                "'" + text + "' is not one of "
                        + Stream.of(format.getTargetType().getEnumConstants())
                                .map(constant -> mapper.valueToTree(constant).asText())
                                .collect(Collectors.joining(", "));
            case InvalidNullException _ -> "must not be null";
            case MismatchedInputException _ when message.startsWith("Missing required creator") -> "missing";
            case MismatchedInputException _ when message.startsWith("Null value for creator") -> "must not be null";
            case InvalidTypeIdException unknown -> oneKey(unknown.getBaseType().getRawClass());
            case MismatchedInputException mismatched
            when mismatched.getTargetType() != null && ConfigTypes.isUnion(mismatched.getTargetType()) ->
                oneKey(mismatched.getTargetType());
            case MismatchedInputException mismatched
            when mismatched.getTargetType() != null ->
                "must be " + form(mismatched.getTargetType()) + ", not " + described(at);
            case JsonMappingException overflow
            when overflow.getCause() instanceof InputCoercionException cause -> cause.getOriginalMessage();
            case JsonMappingException other -> message;
        };
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
        if (type == boolean.class) {
            return "true or false";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        return type.isRecord() && type != IpNetwork.class || Map.class.isAssignableFrom(type)
                ? "an object"
                : "a string";
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
