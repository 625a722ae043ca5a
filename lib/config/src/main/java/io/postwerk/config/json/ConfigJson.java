package io.postwerk.config.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.postwerk.config.ConfigException;
import io.postwerk.config.ConfigFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Config records to the bytes of their files and back, by Jackson. Writing is canonical: keys sorted, no white space but one line
 * per entry of the outermost objects and lists, strings as RFC 8785 3.2.2.2 escapes them, a line feed at the end. Reading is
 * strict, see the description of the package {@link io.postwerk.config}.
 */
public final class ConfigJson {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(32)
                            .maxStringLength(1 << 20)
                            .maxNumberLength(20)
                            .build())
                    .build())
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(MapperFeature.SORT_CREATOR_PROPERTIES_FIRST)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(
                    DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                    DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .withCoercionConfigDefaults(config -> config.setAcceptBlankAsEmpty(false)
                    .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
            .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
            .addModule(new Jdk8Module())
            .addModule(new ConfigTypes())
            .annotationIntrospector(new ConfigTypes.Introspector())
            .build();

    private static final ObjectWriter WRITER = MAPPER.writer(new CanonicalPrinter());

    private ConfigJson() {}

    /** The file of a record. The same record always gives the same bytes. */
    public static byte[] write(Record value) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text(WRITER, value)));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("text with half of a surrogate pair cannot be written", e);
        }
    }

    /** The text of a record with its secrets hidden, for showing. */
    public static String redacted(Record value) {
        return text(WRITER.withAttribute(ConfigTypes.REDACT, true), value);
    }

    private static String text(ObjectWriter writer, Record value) {
        try {
            return writer.writeValueAsString(value) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(value.getClass() + " cannot be a config record", e);
        }
    }

    /**
     * Reads a file.
     *
     * @param type the record that it holds
     * @param file name of the file, for errors
     * @throws ConfigException if it is anything but that
     */
    public static <T extends Record> T read(Class<T> type, String file, byte[] bytes) throws ConfigException {
        requireUtf8(file, bytes);
        try (JsonParser parser = MAPPER.getFactory().createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new ConfigException(
                        file, "$", "must be an object, not " + Problems.described(parser.currentToken()));
            }
            T value = read(type, file, parser, bytes);
            if (parser.nextToken() != null) {
                throw new ConfigException(file, "something follows the end of the object");
            }
            return value;
        } catch (JacksonException e) {
            throw notJson(file, e);
        } catch (IOException e) {
            throw new ConfigException(file, String.valueOf(e.getMessage()));
        }
    }

    private static <T> T read(Class<T> type, String file, JsonParser parser, byte[] bytes)
            throws IOException, ConfigException {
        try {
            return MAPPER.readerFor(type)
                    .withAttribute(SharedValues.class, new SharedValues())
                    .readValue(parser);
        } catch (JsonMappingException e) {
            if (e.getCause() instanceof JacksonException notJson
                    && !(notJson instanceof InputCoercionException || notJson instanceof JsonMappingException)) {
                throw notJson;
            }
            JsonNode tree = tree(bytes);
            requireVersion(file, tree);
            Problems.Problem problem = new Problems(e, parser, tree, MAPPER).problem();
            throw new ConfigException(file, problem.path(), problem.text());
        }
    }

    private static ConfigException notJson(String file, JacksonException e) {
        String where = e.getLocation() == null
                ? ""
                : "line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ": ";
        return new ConfigException(file, where + e.getOriginalMessage());
    }

    private static void requireUtf8(String file, byte[] bytes) throws ConfigException {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException e) {
            throw new ConfigException(file, "is not UTF-8 text");
        }
        // The parser would take UTF-16 too; its every other octet is zero, and no octet of JSON in UTF-8 is.
        for (byte octet : bytes) {
            if (octet == 0) {
                throw new ConfigException(file, "is not UTF-8 text");
            }
        }
    }

    /** A file of another format version has keys that we do not know: the version is what to complain of. */
    private static void requireVersion(String file, JsonNode tree) throws ConfigException {
        JsonNode version = tree.path("formatVersion");
        if (version.isIntegralNumber() && version.asLong() != ConfigFormat.VERSION) {
            throw new ConfigException(
                    file,
                    "$.formatVersion",
                    "the file has format " + version.asText() + ", and this program reads format "
                            + ConfigFormat.VERSION);
        }
    }

    /** All of a file that could not be bound; missing if it is not even JSON to its end. */
    private static JsonNode tree(byte[] bytes) {
        try {
            return MAPPER.readTree(bytes);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}
