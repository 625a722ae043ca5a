package io.postwerk.authsidecar.lookup;

import io.postwerk.config.UserEntry;
import io.postwerk.config.UserTable;
import io.postwerk.mail.EmailAddress;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What all sessions of the socket for lookups share: the users in use now, what became of each lookup, and who is told of changes. */
public final class UserLookup {

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

    /** An answer. */
    sealed interface Answer {
        record Found(UserEntry user) implements Answer {}

        record NotFound() implements Answer {}

        /** @param reason for the log of who asked */
        record Unavailable(String reason) implements Answer {}
    }

    private final Supplier<Optional<UserTable>> table;
    private final Watchers watchers;
    private final Observer observer;

    /** @param table the users in use now; empty before the first complete set */
    public UserLookup(Supplier<Optional<UserTable>> table, Watchers watchers, Observer observer) {
        this.table = Objects.requireNonNull(table);
        this.watchers = watchers;
        this.observer = observer;
    }

    /** Looks a user up in a table that is at least so new. What is in doubt is unavailable, and never not found. */
    Answer find(String userId, long minSequence) {
        Answer answer = table.get()
                .map(users -> find(users, userId, minSequence))
                .orElseGet(() -> new Answer.Unavailable("no users are loaded"));
        observer.looked(
                switch (answer) {
                    case Answer.Found _ -> Result.FOUND;
                    case Answer.NotFound _ -> Result.NOT_FOUND;
                    case Answer.Unavailable _ -> Result.UNAVAILABLE;
                });
        return answer;
    }

    private static Answer find(UserTable users, String userId, long minSequence) {
        if (users.sequence() < minSequence) {
            return new Answer.Unavailable("users are at " + users.sequence() + ", not yet at " + minSequence);
        }
        Optional<UserEntry> found = EmailAddress.tryParse(userId).flatMap(users::find);
        if (found.isEmpty()) {
            return new Answer.NotFound();
        }
        return found.get()
                .unavailable()
                .<Answer>map(Answer.Unavailable::new)
                .orElseGet(() -> new Answer.Found(found.get()));
    }

    /** The names of all users; empty before the first complete set. */
    Optional<Stream<String>> names() {
        return table.get().map(users -> users.users().map(user -> user.address().toString()));
    }

    long sequence() {
        return table.get().map(UserTable::sequence).orElse(0L);
    }

    /** Has the sequence told at each change, from the thread that changes it, until the result is run. */
    Runnable watch(LongConsumer watcher) {
        return watchers.add(watcher);
    }
}
