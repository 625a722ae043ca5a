package io.postwerk.authsidecar.password;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.postwerk.password.Sha256;
import io.postwerk.sasl.NextStep;
import io.postwerk.sasl.mechanism.PasswordCheck;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Remembers for a short time which passwords were right, so that a mail client's next login costs microseconds. Only those: a
 * failure is decided anew each time. What is kept is an HMAC under a key of this process, so the memory of the process holds
 * neither a password nor anything that could be attacked elsewhere.
 */
public final class RememberedPasswords implements PasswordCheck {

    private static final String HMAC = "HmacSHA256";

    private final PasswordCheck decider;
    private final Supplier<Cache<ByteBuffer, Answer.Accepted>> caches;
    private final Mac mac; // made once: to create and key one takes longer than to use it
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private volatile Cache<ByteBuffer, Answer.Accepted> right;

    /**
     * @param decider decides what is not remembered
     * @param keep for how long a decision is kept
     * @param capacity how many are kept, of those that are asked for most
     */
    public RememberedPasswords(PasswordCheck decider, Duration keep, int capacity, LongSupplier nanoTime) {
        this.decider = decider;
        this.caches = () -> Caffeine.newBuilder()
                .maximumSize(capacity)
                .expireAfterWrite(keep)
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run) // eviction costs less than a thread switch
                .build();
        this.right = caches.get();
        this.mac = mac();
    }

    @Override
    public NextStep check(Question question, Function<Answer, NextStep> then) {
        ByteBuffer digest = digest(question);
        // a decision goes into the cache that was in use when it began: after forget() nobody reads that one
        Cache<ByteBuffer, Answer.Accepted> current = right;
        Answer.Accepted known = current.getIfPresent(digest);
        if (known != null) {
            hits.increment();
            return then.apply(known);
        }
        misses.increment();
        NextStep step = decider.check(question, answer -> {
            if (answer instanceof Answer.Accepted accepted && accepted.lasting()) {
                current.put(digest, accepted);
            }
            return then.apply(answer);
        });
        return step instanceof NextStep.Work work
                ? new NextStep.Work(
                        work.kind(),
                        work.next(),
                        () -> Optional.ofNullable(right.getIfPresent(digest)).map(then))
                : step;
    }

    /** Forgets all decisions, including those that are being made now: the users have changed. */
    public void forget() {
        right = caches.get();
    }

    public long hits() {
        return hits.sum();
    }

    public long misses() {
        return misses.sum();
    }

    /** Under a key of its own. */
    private static Mac mac() {
        byte[] key = new byte[Sha256.LENGTH];
        new SecureRandom().nextBytes(key);
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + HMAC, e);
        }
    }

    /** NUL is in none of the three: PLAIN ends its parts with it, and SASLprep refuses it (RFC 4013 2.3). */
    private ByteBuffer digest(Question question) {
        String all = question.service()
                + '\0'
                + question.userName()
                + '\0'
                + question.password().typed();
        synchronized (mac) {
            return ByteBuffer.wrap(mac.doFinal(all.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
