package io.postwerk.authsidecar.sql;

import java.nio.charset.StandardCharsets;

/** Queries of a SQL directory: a parameter is a question mark outside of quotes, and nothing else is. */
public final class QueryFuzz {
    private QueryFuzz() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        try {
            QueryTemplate.parse(new String(octets, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            // refused, with a reason
        }
    }
}
