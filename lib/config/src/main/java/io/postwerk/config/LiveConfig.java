package io.postwerk.config;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The dynamic part of a program's configuration, kept up to date with the folder that it is read from. A set of files is taken
 * whole or not at all: the hashes of all files must fit the index, and everything must be valid; then one reference is swapped.
 * An incomplete or bad set changes nothing, is logged and counted, and shows in {@link #lastError()} until a good one is there. A
 * swap of the folder's contents is seen within about 300 ms.
 *
 * @param <T> what the files are made into
 */
public final class LiveConfig<T> implements AutoCloseable {
    private LiveConfig() {}

    /** The routing of smtp-server. */
    public static LiveConfig<RoutingTable> routing(Path directory) {
        throw new UnsupportedOperationException();
    }

    /** The users of auth-sidecar. */
    public static LiveConfig<UserTable> users(Path directory) {
        throw new UnsupportedOperationException();
    }

    /** The index alone, for a program that has nothing dynamic. */
    public static LiveConfig<ConfigIndex> index(Path directory, Program program) {
        throw new UnsupportedOperationException();
    }

    /** What was loaded last; empty before the first complete set, when every question must be answered "later" (451). */
    public Optional<T> current() {
        throw new UnsupportedOperationException();
    }

    /** Sequence number of what was loaded last; 0 before the first complete set. */
    public long sequence() {
        throw new UnsupportedOperationException();
    }

    /** Why the files in the folder are not what is in use; empty when they are. */
    public Optional<String> lastError() {
        throw new UnsupportedOperationException();
    }

    /** Number of sets loaded. */
    public long loaded() {
        throw new UnsupportedOperationException();
    }

    /** Number of different sets refused. */
    public long refused() {
        throw new UnsupportedOperationException();
    }

    /** Calls the listener after each swap, from the thread that watches the folder: it must be quick. */
    public void onChange(Consumer<? super T> listener) {
        throw new UnsupportedOperationException();
    }

    /** Stops watching. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
