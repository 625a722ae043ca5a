package io.postwerk.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;

/** What a server program gives to the {@link ProgramHost} that runs it. Plain objects: nothing in it knows CDI. */
public interface ServerProgram {
    /** What it has loaded of its configuration, now. */
    Revision revision();

    /**
     * A JSON document of the program's own, which {@code GET /NAME} on the management port answers with.
     *
     * @return empty if there is none of that name, or not yet
     */
    default Optional<String> document(String name) {
        return Optional.empty();
    }

    /** What it needs to be able to take work, besides having started. */
    Readiness readiness();

    /** Its parts. */
    ProgramLifecycle lifecycle();

    /**
     * Why it can do its work no more until it is started again, such as a store that has failed to sync; empty as long as
     * all is well. The host then ends the process, and whoever keeps it running starts it anew. Asked every second.
     */
    default Optional<String> broken() {
        return Optional.empty();
    }

    /** Makes a program: reads its configuration, starts nothing. */
    @FunctionalInterface
    interface Factory {
        /** @throws StartFailedException when the configuration is missing or wrong; names file and field */
        ServerProgram create(MeterRegistry metrics) throws StartFailedException;
    }
}
