package io.postwerk.config.load;

import io.postwerk.config.ConfigException;
import io.postwerk.config.ConfigFormat;
import io.postwerk.config.routing.RoutingTable;
import io.postwerk.config.users.MailboxRemovals;
import io.postwerk.config.users.UserTable;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The dynamic part of a program's configuration, kept up to date with the folder that it is read from. A set of files is taken
 * whole or not at all: the hashes of all files must fit the index, and everything must be valid; then one reference is swapped.
 * An incomplete or bad set changes nothing, is logged and counted, and shows in {@link #lastError()} until a good one is there.
 *
 * <p>A swap of the folder's contents is seen within about 300 ms: at once where the file system tells of it, by a look at the
 * index every 250 ms where not.
 *
 * @param <T> what the files are made into
 */
public final class LiveConfig<T> implements AutoCloseable {
    private static final Logger LOG = System.getLogger(LiveConfig.class.getName());
    private static final Duration POLL = Duration.ofMillis(250);
    /** How often a set that was refused is tried again although its index did not change: other files may still arrive. */
    private static final Duration RETRY = Duration.ofSeconds(1);

    private record State<T>(Optional<T> current, long sequence, Optional<String> lastError) {}

    private final Path directory;
    private final ConfigSet<T> set;
    private final Optional<WatchService> watcher;
    private final Thread thread;
    private final AtomicReference<State<T>> state =
            new AtomicReference<>(new State<>(Optional.empty(), 0, Optional.empty()));
    private final AtomicLong loaded = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final List<Consumer<? super T>> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    // Used by the watching thread only (and by the constructor before it starts).
    private byte[] seenIndex = {};
    private boolean seenIsGood;
    private long retryAt;

    private LiveConfig(Path directory, ConfigSet<T> set) {
        this.directory = directory;
        this.set = set;
        watcher = watch(directory);
        look(true);
        thread = Thread.ofPlatform().daemon().name("live-config").start(this::run);
    }

    /** The routing of smtp-server, and what its clients may take. A complete set that is there already is loaded when this returns. */
    public static LiveConfig<RoutingTable> routing(Path directory) {
        return new LiveConfig<>(directory, ConfigSet.routing());
    }

    /** The users of auth-sidecar. A complete set that is there already is loaded when this returns. */
    public static LiveConfig<UserTable> users(Path directory) {
        return new LiveConfig<>(directory, ConfigSet.users());
    }

    /** The mailboxes that imap-server is to remove, and what its clients may take. A complete set that is there already is loaded when this returns. */
    public static LiveConfig<MailboxRemovals.Table> removals(Path directory) {
        return new LiveConfig<>(directory, ConfigSet.removals());
    }

    /** What was loaded last; empty before the first complete set, when every question must be answered "later" (451). */
    public Optional<T> current() {
        return Objects.requireNonNull(state.get()).current();
    }

    /** Sequence number of what was loaded last; 0 before the first complete set. */
    public long sequence() {
        return Objects.requireNonNull(state.get()).sequence();
    }

    /** Why the files in the folder are not what is in use; empty when they are. */
    public Optional<String> lastError() {
        return Objects.requireNonNull(state.get()).lastError();
    }

    /** Number of sets loaded. */
    public long loaded() {
        return loaded.get();
    }

    /** Number of sets refused; one that is tried again for the same reason counts once. */
    public long refused() {
        return refused.get();
    }

    /** Calls the listener after each swap, from the thread that watches the folder: it must be quick. */
    public void onChange(Consumer<? super T> listener) {
        listeners.add(listener);
    }

    /** Stops watching. What was loaded last stays. */
    @Override
    public void close() {
        closed = true;
        watcher.ifPresent(LiveConfig::closeQuietly);
        thread.interrupt();
    }

    private void run() {
        while (!closed) {
            try {
                look(awaitEvent());
            } catch (InterruptedException | ClosedWatchServiceException e) {
                // Closed; the loop's condition says so.
            }
        }
    }

    /** Waits for the next look at the folder; true if the file system told of a change. */
    private boolean awaitEvent() throws InterruptedException {
        if (watcher.isEmpty()) {
            Thread.sleep(POLL);
            return false;
        }
        WatchKey key = watcher.get().poll(POLL.toMillis(), TimeUnit.MILLISECONDS);
        if (key == null) {
            return false;
        }
        key.pollEvents();
        key.reset();
        return true;
    }

    private void look(boolean event) {
        try {
            ConfigFolder folder = ConfigFolder.at(directory);
            byte[] index = folder.read(ConfigFormat.INDEX_FILE);
            boolean same = Arrays.equals(index, seenIndex);
            if (same && (seenIsGood || !event && System.nanoTime() - retryAt < 0)) {
                return;
            }
            seenIndex = index;
            seenIsGood = false;
            retryAt = System.nanoTime() + RETRY.toNanos();
            take(load(folder, index));
            seenIsGood = true;
        } catch (ConfigException e) {
            seenIsGood = false;
            refuse(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            seenIsGood = false;
            refuse("cannot be loaded: " + e);
        }
    }

    private ConfigSet.Made<T> load(ConfigFolder folder, byte[] index) throws ConfigException {
        try {
            return set.load(folder, index);
        } catch (ConfigException e) {
            // A swap in the middle of reading removes the files that were being read: read those that took their place.
            ConfigFolder now = ConfigFolder.at(directory);
            if (now.equals(folder)) {
                throw e;
            }
            seenIndex = now.read(ConfigFormat.INDEX_FILE);
            return set.load(now, seenIndex);
        }
    }

    private void take(ConfigSet.Made<T> made) {
        state.set(new State<>(Optional.of(made.content()), made.sequence(), Optional.empty()));
        loaded.incrementAndGet();
        LOG.log(Level.INFO, "Configuration {0} is in use", Long.toString(made.sequence()));
        for (Consumer<? super T> listener : listeners) {
            try {
                listener.accept(made.content());
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "A listener to configuration changes failed", e);
            }
        }
    }

    private void refuse(String problem) {
        State<T> before = Objects.requireNonNull(state.get());
        if (before.lastError().equals(Optional.of(problem))) {
            return;
        }
        state.set(new State<>(before.current(), before.sequence(), Optional.of(problem)));
        refused.incrementAndGet();
        LOG.log(
                Level.ERROR,
                "The configuration in {0} is not taken, number {1} stays in use: {2}",
                directory,
                Long.toString(before.sequence()),
                problem);
    }

    private static Optional<WatchService> watch(Path directory) {
        try {
            WatchService service = directory.getFileSystem().newWatchService();
            try {
                directory.register(
                        service,
                        StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_MODIFY,
                        StandardWatchEventKinds.ENTRY_DELETE);
                return Optional.of(service);
            } catch (IOException e) {
                closeQuietly(service);
                return Optional.empty();
            }
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    private static void closeQuietly(WatchService service) {
        try {
            service.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "Closing the watch of a configuration folder failed", e);
        }
    }
}
