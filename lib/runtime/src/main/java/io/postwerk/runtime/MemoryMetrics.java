package io.postwerk.runtime;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.postwerk.net.MemoryBudget;

/** Metrics of the memory that clients can make a program take, the same for every program. */
public final class MemoryMetrics {
    private MemoryMetrics() {}

    public static void register(MeterRegistry metrics, MemoryBudget memory) {
        Gauge.builder("postwerk.memory.limit", memory, MemoryBudget::limit)
                .description("Memory that connections, and what they send and are sent, may take together")
                .baseUnit("bytes")
                .register(metrics);
        Gauge.builder("postwerk.memory.used", memory, MemoryBudget::used)
                .description("Memory that connections, and what they send and are sent, take now")
                .baseUnit("bytes")
                .register(metrics);
        Gauge.builder("postwerk.memory.waiting", memory, MemoryBudget::waiting)
                .description("Sessions that wait for memory now")
                .register(metrics);
        FunctionCounter.builder("postwerk.memory.spilled", memory, MemoryBudget::spilled)
                .description("Messages that went to disk earlier than usual, since memory was low")
                .register(metrics);
        FunctionCounter.builder("postwerk.memory.refused", memory, MemoryBudget::refused)
                .description("Connections and commands that were refused, since memory was low")
                .register(metrics);
    }
}
