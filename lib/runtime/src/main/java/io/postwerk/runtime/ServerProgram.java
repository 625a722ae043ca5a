package io.postwerk.runtime;

import io.micrometer.core.instrument.MeterRegistry;

/** What a server program gives to the {@link ProgramHost} that runs it. Plain objects: nothing in it knows CDI. */
public interface ServerProgram {
    /** What it has loaded of its configuration, now. */
    Revision revision();

    /** What it needs to be able to take work, besides having started. */
    Readiness readiness();

    /** Its parts. */
    ProgramLifecycle lifecycle();

    /** Makes a program: reads its configuration, starts nothing. */
    @FunctionalInterface
    interface Factory {
        /** @throws StartFailedException when the configuration is missing or wrong; names file and field */
        ServerProgram create(MeterRegistry metrics) throws StartFailedException;
    }
}
