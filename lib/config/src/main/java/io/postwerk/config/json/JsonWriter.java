package io.postwerk.config.json;

import io.postwerk.config.SecretText;
import java.nio.charset.StandardCharsets;

/** Writes canonical JSON; see {@link ConfigJson}. The caller gives the keys of an object in sorted order. */
final class JsonWriter {
    /** Entries of containers up to this depth have a line each. */
    private static final int LINES_TO_DEPTH = 2;

    private static final String REDACTED = "(redacted)";

    private final StringBuilder out = new StringBuilder();
    private final boolean redact;
    private int depth;
    private boolean first = true;

    /** @param redact whether secrets are hidden; what is written so is for people and no config file */
    JsonWriter(boolean redact) {
        this.redact = redact;
    }

    void open(char bracket) {
        out.append(bracket);
        depth++;
        first = true;
    }

    void close(char bracket) {
        if (!first && depth <= LINES_TO_DEPTH) {
            out.append('\n');
        }
        depth--;
        out.append(bracket);
        first = false;
    }

    /** To be called before each element of a list. */
    void element() {
        if (!first) {
            out.append(',');
        }
        if (depth <= LINES_TO_DEPTH) {
            out.append('\n');
        }
        first = false;
    }

    /** To be called before the value of each member of an object. */
    void key(String key) {
        element();
        string(key);
        out.append(':');
    }

    void number(long value) {
        out.append(value);
    }

    void bool(boolean value) {
        out.append(value);
    }

    void secret(SecretText secret) {
        string(redact ? REDACTED : secret.reveal());
    }

    void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < 0x20) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else if (Character.isSurrogate(c)) {
                        i = surrogates(text, i);
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    byte[] finish() {
        return out.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    private int surrogates(String text, int at) {
        if (at + 1 == text.length() || !Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1))) {
            throw new IllegalArgumentException("text with half of a surrogate pair cannot be written");
        }
        out.append(text, at, at + 2);
        return at + 1;
    }
}
