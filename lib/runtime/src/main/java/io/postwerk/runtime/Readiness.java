package io.postwerk.runtime;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/**
 * Whether a program can take work, as the sum of named conditions: it is ready when none is down. The program
 * registers them; {@code GET /q/health/ready} on the management port reports them by name.
 */
public final class Readiness {
    private final ConcurrentMap<String, Supplier<Condition>> conditions = new ConcurrentHashMap<>();

    /**
     * Adds a condition, or replaces the one of that name.
     *
     * @param check asked at each report, so it must be quick and must not block
     */
    public Readiness require(String name, Supplier<Condition> check) {
        conditions.put(name, check);
        return this;
    }

    /** Each condition as it is now, sorted by name. A check that throws is down. */
    public Map<String, Condition> report() {
        Map<String, Condition> report = new LinkedHashMap<>();
        conditions.keySet().stream()
                .sorted()
                .forEach(name -> report.put(name, ask(Objects.requireNonNull(conditions.get(name)))));
        return Collections.unmodifiableMap(report);
    }

    /** Whether no condition is down. */
    public boolean ready() {
        return report().values().stream().noneMatch(Condition.Down.class::isInstance);
    }

    private static Condition ask(Supplier<Condition> check) {
        try {
            return check.get();
        } catch (RuntimeException e) {
            return Condition.down(e.toString());
        }
    }
}
