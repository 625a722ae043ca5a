package io.postwerk.controlplane;

import io.postwerk.crds.Rules;
import java.util.Arrays;
import java.util.List;

/** The words of {@link Rules}, as an API server says them. */
final class Words {
    private static final List<String> ALL = Arrays.stream(Rules.class.getFields())
            .map(field -> of(field.getName()))
            .toList();

    private Words() {}

    /** What a constant says. */
    static String of(String rule) {
        try {
            return (String) Rules.class.getField(rule).get(null);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("there is no rule " + rule, e);
        }
    }

    /** Whether a cause of a refusal is a broken rule, and not a limit of the schema. */
    static boolean areOfARule(String message) {
        return ALL.stream().anyMatch(message::endsWith);
    }
}
