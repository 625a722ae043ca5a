package io.postwerk.store.engine;

import java.time.Instant;

/** Dates of arrival as engines keep them: whole seconds in 32 bits, from 1970 to 2106. */
public final class InternalDates {
    private static final long LATEST = 0xFFFF_FFFFL;

    private InternalDates() {}

    public static Instant kept(Instant date) {
        return Instant.ofEpochSecond(Math.clamp(date.getEpochSecond(), 0, LATEST));
    }
}
