package io.postwerk.config.json;

import java.io.IOException;

/** How the values of one type are written and read. */
interface ValueCodec {
    /** Writes a value of the type. */
    void write(JsonWriter out, Object value);

    /**
     * Reads the value that begins at the current token, and leaves the parser at its last token.
     *
     * @throws Unreadable if it is not one of the type
     */
    Object read(JsonInput in) throws IOException;
}
