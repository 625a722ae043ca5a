package io.postwerk.operator.apply;

import java.util.List;

/**
 * What became of objects that were to be applied.
 *
 * @param written how many were written; all others were as they should be
 * @param failures what the API server refused, for people
 * @param complete whether all config objects are there, the index among them
 */
public record ApplyOutcome(int written, List<String> failures, boolean complete) {
    public ApplyOutcome {
        failures = List.copyOf(failures);
    }
}
