package io.postwerk.store.engine;

/** How much of everything an engine takes, so that all engines refuse the same. */
public final class StoreLimits {
    public static final int FOLDERS = 5_000;
    public static final int SUBSCRIPTIONS = 10_000;

    /** Different keywords in one folder: with the system flags they fit into 64 bits. */
    public static final int KEYWORDS = 56;

    /** How many removals a folder remembers, for {@code changesSince}. */
    public static final int REMEMBERED_REMOVALS = 1_000;

    private StoreLimits() {}
}
