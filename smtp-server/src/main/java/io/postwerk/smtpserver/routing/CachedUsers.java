package io.postwerk.smtpserver.routing;

import io.postwerk.mail.EmailAddress;
import io.postwerk.sasl.UserDirectory;
import io.postwerk.sasl.UserLookup;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Remembers for a moment what the user directory said, so that a stream of mail for one mailbox does not ask for each
 * message. An answer holds for the configuration sequence it was given for, until the directory tells of a change, and a
 * few seconds at most, for directories that never tell. Doubt is not remembered.
 */
public final class CachedUsers implements UserDirectory {
    private static final int MAX_ENTRIES = 10_000;
    private static final long LIFE_NANOS = Duration.ofSeconds(2).toNanos();

    private record Entry(UserLookup result, String service, long sequence, long generation, long since) {}

    private final UserDirectory users;
    private final LongSupplier nanoTime;
    private final ConcurrentHashMap<EmailAddress, Entry> entries = new ConcurrentHashMap<>();
    private final AtomicLong generation = new AtomicLong();

    /** @param nanoTime as {@link System#nanoTime} */
    public CachedUsers(UserDirectory users, LongSupplier nanoTime) {
        this.users = users;
        this.nanoTime = nanoTime;
        users.onChange(this::clear);
    }

    private void clear() {
        generation.incrementAndGet();
        entries.clear();
    }

    @Override
    public UserLookup lookup(EmailAddress address, String service, long minSequence) {
        long now = nanoTime.getAsLong();
        long current = generation.get();
        Entry entry = entries.get(address);
        if (entry != null
                && entry.sequence() == minSequence
                && entry.generation() == current
                && now - entry.since() < LIFE_NANOS
                && entry.service().equals(service)) {
            return entry.result();
        }
        UserLookup result = users.lookup(address, service, minSequence);
        switch (result) {
            case UserLookup.Found found -> remember(address, new Entry(result, service, minSequence, current, now));
            case UserLookup.Unknown() -> remember(address, new Entry(result, service, minSequence, current, now));
            case UserLookup.Unavailable unavailable -> entries.remove(address);
        }
        return result;
    }

    /** Answers that are remembered now. */
    int size() {
        return entries.size();
    }

    private void remember(EmailAddress address, Entry entry) {
        if (entries.size() >= MAX_ENTRIES) {
            // Rare, and cheap to fill again: no bookkeeping on every hit.
            entries.clear();
        }
        entries.put(address, entry);
    }

    @Override
    public void onChange(Runnable listener) {
        users.onChange(listener);
    }
}
