package io.postwerk.smtpserver.routing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.postwerk.mail.EmailAddress;
import io.postwerk.sasl.UserDirectory;
import io.postwerk.sasl.UserLookup;
import java.time.Duration;

/**
 * Remembers for a moment what the user directory said, so that a stream of mail for one mailbox does not ask for each
 * message. An answer holds for the configuration sequence it was given for, until the directory tells of a change, and two
 * seconds at most, for directories that never tell. An answer that the directory could not give is not remembered.
 */
public final class CachedUsers implements UserDirectory {
    private static final int MAX_ENTRIES = 10_000;
    private static final Duration LIFE = Duration.ofSeconds(2);

    private record Answer(UserLookup result, String service, long sequence) {}

    private final UserDirectory users;
    private final Ticker ticker;
    /** A change replaces the cache: an answer that was asked for before goes into one that nobody reads any more. */
    private volatile Cache<EmailAddress, Answer> cache;

    /** @param ticker the time that answers age by */
    public CachedUsers(UserDirectory users, Ticker ticker) {
        this.users = users;
        this.ticker = ticker;
        this.cache = empty();
        users.onChange(() -> cache = empty());
    }

    private Cache<EmailAddress, Answer> empty() {
        return Caffeine.newBuilder()
                .maximumSize(MAX_ENTRIES)
                .expireAfterWrite(LIFE)
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    @Override
    public UserLookup lookup(EmailAddress address, String service, long minSequence) {
        Cache<EmailAddress, Answer> current = cache;
        Answer known = current.getIfPresent(address);
        if (known != null && known.sequence() == minSequence && known.service().equals(service)) {
            return known.result();
        }
        UserLookup result = users.lookup(address, service, minSequence);
        switch (result) {
            case UserLookup.Found _, UserLookup.Unknown _ ->
                current.put(address, new Answer(result, service, minSequence));
            case UserLookup.Unavailable _ -> current.invalidate(address);
        }
        return result;
    }

    /** Answers that are remembered now. */
    long size() {
        cache.cleanUp();
        return cache.estimatedSize();
    }

    @Override
    public void onChange(Runnable listener) {
        users.onChange(listener);
    }
}
