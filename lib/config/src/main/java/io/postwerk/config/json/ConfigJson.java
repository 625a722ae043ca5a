package io.postwerk.config.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.postwerk.config.ConfigException;
import io.postwerk.config.ConfigFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Config records to the bytes of their files and back. Writing is canonical: keys sorted, no white space but one line
 * per entry of the outermost objects and lists, strings as RFC 8785 3.2.2.2 escapes them, a line feed at the end. Reading is
 * strict, see the description of the package.
 */
public final class ConfigJson {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    .maxStringLength(1 << 20)
                    .maxNumberLength(20)
                    .build())
            .build();

    private ConfigJson() {}

    /** The file of a record. The same record always gives the same bytes. */
    public static byte[] write(Record value) {
        return write(value, new JsonWriter(false));
    }

    private static byte[] write(Record value, JsonWriter out) {
        RecordShape.of(value.getClass()).write(out, value);
        return out.finish();
    }

    /** The text of a record with its secrets hidden, for showing. */
    public static String redacted(Record value) {
        return new String(write(value, new JsonWriter(true)), StandardCharsets.UTF_8);
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
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            parser.nextToken();
            Object value = RecordShape.of(type).read(new JsonInput(parser));
            if (parser.nextToken() != null) {
                throw new ConfigException(file, "something follows the end of the object");
            }
            return type.cast(value);
        } catch (Unreadable e) {
            requireVersion(file, bytes);
            throw new ConfigException(file, e.path(), e.problem());
        } catch (JsonParseException | StreamConstraintsException e) {
            throw notJson(file, e);
        } catch (IOException e) {
            throw new ConfigException(file, String.valueOf(e.getMessage()));
        }
    }

    private static ConfigException notJson(String file, JsonProcessingException e) {
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
    private static void requireVersion(String file, byte[] bytes) throws ConfigException {
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean version = parser.currentName().equals("formatVersion");
                JsonToken token = parser.nextToken();
                if (version && token == JsonToken.VALUE_NUMBER_INT && parser.getLongValue() != ConfigFormat.VERSION) {
                    throw new ConfigException(file, "$.formatVersion", versionProblem(parser.getText()));
                }
                parser.skipChildren();
            }
        } catch (IOException e) {
            // Not even JSON to its end: what was found before says enough.
        }
    }

    static String versionProblem(String version) {
        return "the file has format " + version + ", and this program reads format " + ConfigFormat.VERSION;
    }
}
