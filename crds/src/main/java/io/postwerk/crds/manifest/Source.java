package io.postwerk.crds.manifest;

import java.util.Map;

/**
 * Where a resource was written.
 *
 * @param file name of the file; empty for a resource that came from an API server
 * @param line line on which the resource begins; 0 if it has none
 * @param lines line of each field, by its path as in {@code spec.aliases[0].address}
 */
public record Source(String file, int line, Map<String, Integer> lines) {
    /** The source of resources that came from an API server. */
    public static final Source NONE = new Source("", 0, Map.of());

    public Source {
        lines = Map.copyOf(lines);
    }

    /** Line of a field, or of the closest thing around it that is written. */
    public int lineOf(String field) {
        String path = field;
        while (!path.isEmpty()) {
            if (lines.containsKey(path)) {
                return lines.get(path);
            }
            path = path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
        }
        return line;
    }
}
