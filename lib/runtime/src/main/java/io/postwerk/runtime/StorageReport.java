package io.postwerk.runtime;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * How it stands with the file system that a program keeps its mail on, as {@code GET /storage} on the management port reports
 * it. The operator makes conditions of it.
 *
 * @param freeOctets free for anybody, or held in reserve
 * @param totalOctets size of the file system
 * @param minFreeOctets below that no new mail is taken
 * @param low whether no new mail is taken for lack of room
 * @param losses how often acknowledged changes were found to be lost when the program started
 * @param lastLoss what was lost last, for people
 */
public record StorageReport(
        long freeOctets, long totalOctets, long minFreeOctets, boolean low, long losses, Optional<String> lastLoss) {
    /** One JSON object. */
    public String json() {
        return "{\"freeOctets\":" + freeOctets + ",\"totalOctets\":" + totalOctets + ",\"minFreeOctets\":"
                + minFreeOctets + ",\"low\":" + low + ",\"losses\":" + losses + "}\n";
    }

    /** For the health report. Neither a full disk nor a past loss makes a program useless. */
    public Condition condition() {
        StringBuilder notes = new StringBuilder();
        if (low) {
            notes.append("low: ")
                    .append(freeOctets)
                    .append(" of ")
                    .append(totalOctets)
                    .append(" octets are free, less than ")
                    .append(minFreeOctets)
                    .append(": no new mail is taken");
        }
        lastLoss.ifPresent(loss -> notes.append(notes.isEmpty() ? "" : "; ").append(loss));
        return notes.isEmpty() ? Condition.up() : Condition.degraded(notes.toString());
    }

    /**
     * Shows it as gauges.
     *
     * @param storage what is kept there: {@code queue} or {@code mailboxes}
     * @param now the report as of now; empty before the program has opened its database
     */
    public static void register(MeterRegistry registry, String storage, Supplier<Optional<StorageReport>> now) {
        gauge(
                registry,
                storage,
                now,
                "free",
                "bytes",
                "Octets that are free for anybody, or held in reserve",
                StorageReport::freeOctets);
        gauge(registry, storage, now, "size", "bytes", "Size of the file system", StorageReport::totalOctets);
        gauge(
                registry,
                storage,
                now,
                "min.free",
                "bytes",
                "Below that no new mail is taken",
                StorageReport::minFreeOctets);
        gauge(
                registry,
                storage,
                now,
                "low",
                "",
                "1 while no new mail is taken for lack of room",
                report -> report.low ? 1 : 0);
        gauge(
                registry,
                storage,
                now,
                "losses",
                "",
                "How often acknowledged changes were found to be lost at a start",
                StorageReport::losses);
    }

    private static void gauge(
            MeterRegistry registry,
            String storage,
            Supplier<Optional<StorageReport>> now,
            String name,
            String unit,
            String description,
            ToDoubleFunction<StorageReport> value) {
        Gauge.builder(
                        "postwerk.storage." + name,
                        () -> now.get().map(value::applyAsDouble).orElse(Double.NaN))
                .description(description)
                .baseUnit(unit.isEmpty() ? null : unit)
                .tag("storage", storage)
                .register(registry);
    }
}
