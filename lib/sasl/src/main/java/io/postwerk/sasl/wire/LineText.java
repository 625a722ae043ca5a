package io.postwerk.sasl.wire;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes a line, and splits one into its fields. Fields are separated by TAB; octets that would break the line are written as two,
 * the first of them 0x01 ("tabescape").
 */
public final class LineText {

    private static final char ESCAPE = '\u0001';

    private final StringBuilder text = new StringBuilder(128);

    /** Adds a field, escaped. */
    LineText field(String value) {
        separate();
        escape(value);
        return this;
    }

    /** Adds a number in decimal. */
    LineText field(long value) {
        separate();
        text.append(value);
        return this;
    }

    /** Adds {@code name=value}. */
    LineText parameter(String name, String value) {
        separate();
        text.append(name).append('=');
        escape(value);
        return this;
    }

    /** Adds the fields, each escaped. */
    LineText fields(List<String> values) {
        values.forEach(this::field);
        return this;
    }

    String finish() {
        return text.append('\n').toString();
    }

    /** The fields of a line, unescaped. There is at least one. */
    static List<String> split(String line) {
        var fields = new ArrayList<String>(12);
        int start = 0;
        for (int tab = line.indexOf('\t'); tab >= 0; tab = line.indexOf('\t', start)) {
            fields.add(unescape(line.substring(start, tab)));
            start = tab + 1;
        }
        fields.add(unescape(line.substring(start)));
        return fields;
    }

    private void separate() {
        if (!text.isEmpty()) {
            text.append('\t');
        }
    }

    /** Mostly there is nothing to escape: what stands between is appended as a whole. */
    private void escape(String value) {
        int begin = 0;
        for (int i = 0; i < value.length(); i++) {
            char escaped = escaped(value.charAt(i));
            if (escaped != 0) {
                text.append(value, begin, i).append(ESCAPE).append(escaped);
                begin = i + 1;
            }
        }
        if (begin == 0) {
            text.append(value);
        } else {
            text.append(value, begin, value.length());
        }
    }

    /** What stands for a character after the escape; 0 for a character that stands for itself. */
    private static char escaped(char c) {
        return switch (c) {
            case '\0' -> '0';
            case ESCAPE -> '1';
            case '\t' -> 't';
            case '\r' -> 'r';
            case '\n' -> 'n';
            default -> 0;
        };
    }

    static String unescape(String field) {
        if (field.indexOf(ESCAPE) < 0) {
            return field;
        }
        var plain = new StringBuilder(field.length());
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == ESCAPE && i + 1 < field.length()) {
                i++;
                plain.append(unescape(field.charAt(i)));
            } else if (c != ESCAPE) {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    private static char unescape(char escaped) {
        return switch (escaped) {
            case '0' -> '\0';
            case '1' -> ESCAPE;
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'n' -> '\n';
            default -> escaped;
        };
    }
}
