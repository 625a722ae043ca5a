package io.postwerk.authsidecar.lookup;

import io.postwerk.authsidecar.users.UserSources;
import io.postwerk.password.WorkKind;
import io.postwerk.sasl.UserLookup;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What all sessions of the socket for lookups share: the users, what became of each lookup, and who is told of changes. */
public final class UserdbService {

    /** What became of a lookup, for the metrics. */
    public enum Result {
        FOUND,
        NOT_FOUND,
        UNAVAILABLE
    }

    /** Counts lookups. */
    @FunctionalInterface
    public interface Observer {
        void looked(Result result);
    }

    /** The answer to what could not even be asked. */
    static final UserLookup BUSY = new UserLookup.Unavailable("too many lookups are under way");

    private final UserSources sources;
    private final LongSupplier sequence;
    private final Map<Object, LongConsumer> watchers = new ConcurrentHashMap<>();
    private final Observer observer;
    private final Predicate<Runnable> waiters;
    private final int maxPending;

    /**
     * @param sequence of the configured users in use now; 0 before the first complete set
     * @param waiters takes lookups that wait for others; false when it has too much
     * @param maxPending lookups under way at the same time on one connection
     */
    public UserdbService(
            UserSources sources,
            LongSupplier sequence,
            Observer observer,
            Predicate<Runnable> waiters,
            int maxPending) {
        this.sources = Objects.requireNonNull(sources);
        this.sequence = sequence;
        this.observer = observer;
        this.waiters = waiters;
        this.maxPending = maxPending;
    }

    /** What a lookup takes from the thread that does it. */
    WorkKind workKind() {
        return sources.workKind();
    }

    /** Has a lookup done that waits for others; false when there is too much to do. */
    boolean offer(Runnable lookup) {
        return waiters.test(lookup);
    }

    /** Lookups under way at the same time on one connection. */
    int maxPending() {
        return maxPending;
    }

    /** Looks a user up and counts the result. */
    UserLookup find(String userId, long minSequence) {
        UserLookup answer = sources.find(userId, minSequence);
        observer.looked(
                switch (answer) {
                    case UserLookup.Found _ -> Result.FOUND;
                    case UserLookup.Unknown _ -> Result.NOT_FOUND;
                    case UserLookup.Unavailable _ -> Result.UNAVAILABLE;
                });
        return answer;
    }

    /** The names of all users; empty when they cannot be had. */
    Optional<Stream<String>> names() {
        // a list from an I/O-bound source is read to its end here, where blocking is allowed
        return sources.workKind() == WorkKind.CPU_BOUND
                ? sources.names()
                : sources.names().map(names -> List.copyOf(names.toList()).stream());
    }

    long sequence() {
        return sequence.getAsLong();
    }

    /** Has the sequence told at each change, from the thread that changes it, until the result is run. */
    Runnable watch(LongConsumer watcher) {
        var key = new Object();
        watchers.put(key, watcher);
        return () -> watchers.remove(key);
    }

    /** The users are those of that sequence now. */
    public void changed(long now) {
        watchers.values().forEach(watcher -> watcher.accept(now));
    }

    int watchers() {
        return watchers.size();
    }
}
