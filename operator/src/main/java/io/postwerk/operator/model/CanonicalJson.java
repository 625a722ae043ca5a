package io.postwerk.operator.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** JSON of Kubernetes objects, the same text for equal objects, and hashes of it. */
public final class CanonicalJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private CanonicalJson() {}

    /** Canonical JSON of a value. */
    public static String write(Object value) {
        try {
            // Through a map, whose keys are sorted: the order of an object's properties depends on its class and may
            // change.
            return MAPPER.writeValueAsString(MAPPER.convertValue(value, Object.class));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON: " + value.getClass(), e);
        }
    }

    /** Reads what {@link #write} wrote; empty if it is something else. */
    static <T> Optional<T> read(Class<T> type, String text) {
        try {
            return Optional.ofNullable(MAPPER.readValue(text, type));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    static JsonNode tree(byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException("a config file is not JSON", e);
        }
    }

    /** Reads what {@link #file} wrote; empty if it is something else. */
    public static Optional<Map<String, String>> texts(byte[] file) {
        try {
            return Optional.of(MAPPER.readValue(file, TEXTS));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Texts by key, as a file. */
    public static String file(Map<String, String> texts) {
        return write(new TreeMap<>(texts)) + "\n";
    }

    /** SHA-256 of texts by key, in hexadecimal digits; no two different maps have the same. */
    static String hash(Map<String, String> texts) {
        return hash(write(new TreeMap<>(texts)).getBytes(StandardCharsets.UTF_8));
    }

    /** SHA-256, in hexadecimal digits. */
    public static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static SortedMap<String, String> sorted() {
        return new TreeMap<>();
    }
}
