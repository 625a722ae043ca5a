package io.postwerk.config.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.postwerk.mail.AddressException;
import io.postwerk.mail.DomainName;
import io.postwerk.mail.EmailAddress;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** A file being read, at some token, and what its values share in memory. */
final class JsonInput {
    /** Longer strings (ids, paths) seldom occur twice. */
    private static final int SHARED_LENGTH = 24;

    private final JsonParser parser;
    private final Map<String, DomainName> domains = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();

    JsonInput(JsonParser parser) {
        this.parser = parser;
    }

    JsonToken token() {
        return parser.currentToken();
    }

    JsonToken next() throws IOException {
        return parser.nextToken();
    }

    /** Takes the name of the next member of an object, or says that the object has ended. */
    String nextKey() throws IOException {
        return parser.nextToken() == JsonToken.FIELD_NAME ? parser.currentName() : null;
    }

    void require(JsonToken wanted, String what) {
        if (token() != wanted) {
            throw new Unreadable("must be " + what + ", not " + described());
        }
    }

    String string(Range range) throws IOException {
        require(JsonToken.VALUE_STRING, "a string");
        String text = parser.getText();
        range.check(text.length(), "a string of " + text.length() + " characters");
        return text;
    }

    /** A string that is likely to occur many times: every occurrence is one object. */
    String sharedString(Range range) throws IOException {
        String text = string(range);
        return text.length() > SHARED_LENGTH ? text : names.computeIfAbsent(text, t -> t);
    }

    long integer(Range range) throws IOException {
        require(JsonToken.VALUE_NUMBER_INT, "a whole number");
        JsonParser.NumberType type = parser.getNumberType();
        if (type == JsonParser.NumberType.BIG_INTEGER) {
            throw new Unreadable(parser.getText() + " is out of bounds (" + range + ")");
        }
        long value = parser.getLongValue();
        range.check(value, Long.toString(value));
        return value;
    }

    boolean bool() {
        if (token() != JsonToken.VALUE_TRUE && token() != JsonToken.VALUE_FALSE) {
            throw new Unreadable("must be true or false, not " + described());
        }
        return token() == JsonToken.VALUE_TRUE;
    }

    DomainName domain(String text) {
        DomainName known = domains.get(text);
        if (known == null) {
            known = parseDomain(text);
            domains.put(text, known);
        }
        return known;
    }

    EmailAddress address(String text) {
        int at = text.lastIndexOf('@');
        try {
            EmailAddress parsed = text.startsWith("\"") || at < 0
                    ? EmailAddress.parse(text)
                    : EmailAddress.of(text.substring(0, at), domain(text.substring(at + 1)));
            if (!parsed.toString().equals(text)) {
                throw new Unreadable("'" + text + "' should be written '" + parsed + "'");
            }
            return parsed;
        } catch (AddressException e) {
            throw new Unreadable("'" + text + "' is not an address: " + e.getMessage());
        }
    }

    private static DomainName parseDomain(String text) {
        try {
            DomainName parsed = DomainName.parse(text);
            if (!parsed.ascii().equals(text)) {
                throw new Unreadable("'" + text + "' should be written '" + parsed.ascii() + "'");
            }
            return parsed;
        } catch (AddressException e) {
            throw new Unreadable("'" + text + "' is not a domain: " + e.getMessage());
        }
    }

    private String described() {
        return switch (token()) {
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
