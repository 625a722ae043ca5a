package io.postwerk.authsidecar.password;

import io.postwerk.password.Sha256;
import io.postwerk.sasl.NextStep;
import io.postwerk.sasl.mechanism.PasswordCheck;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;
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
    private final long keepNanos;
    private final int capacity;
    private final LongSupplier nanoTime;
    private final Mac mac; // one that is made once: to find and key one takes longer than to use it
    private final LinkedHashMap<ByteBuffer, Remembered> right;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private long generation;

    private record Remembered(PasswordCheck.Answer.Accepted verdict, long since) {}

    /**
     * @param decider decides what is not remembered
     * @param keep for how long a decision is kept
     * @param capacity how many are kept; the one that was not asked for the longest goes first
     */
    public RememberedPasswords(PasswordCheck decider, Duration keep, int capacity, LongSupplier nanoTime) {
        this.decider = decider;
        this.keepNanos = keep.toNanos();
        this.capacity = capacity;
        this.nanoTime = nanoTime;
        this.right = new LinkedHashMap<>(16, 0.75f, true);
        this.mac = mac();
    }

    @Override
    public NextStep check(PasswordCheck.Question login, Function<PasswordCheck.Answer, NextStep> then) {
        ByteBuffer digest = digest(login);
        Optional<PasswordCheck.Answer> known = find(digest);
        if (known.isPresent()) {
            return then.apply(known.get());
        }
        long before = generation();
        return decider.check(login, verdict -> {
            if (verdict instanceof PasswordCheck.Answer.Accepted accepted && accepted.lasting()) {
                remember(digest, accepted, before);
            }
            return then.apply(verdict);
        });
    }

    private Optional<PasswordCheck.Answer> find(ByteBuffer digest) {
        synchronized (right) {
            Remembered found = right.get(digest);
            if (found != null && nanoTime.getAsLong() - found.since() < keepNanos) {
                hits.increment();
                return Optional.of(found.verdict());
            }
            if (found != null) {
                right.remove(digest);
            }
        }
        misses.increment();
        return Optional.empty();
    }

    /** Forgets all, and what is being decided now: the users have changed. */
    public void forget() {
        synchronized (right) {
            generation++;
            right.clear();
        }
    }

    public long hits() {
        return hits.sum();
    }

    public long misses() {
        return misses.sum();
    }

    private void remember(ByteBuffer digest, PasswordCheck.Answer.Accepted verdict, long decidedIn) {
        synchronized (right) {
            if (generation != decidedIn) {
                return;
            }
            right.put(digest, new Remembered(verdict, nanoTime.getAsLong()));
            if (right.size() > capacity) {
                right.pollFirstEntry();
            }
        }
    }

    private long generation() {
        synchronized (right) {
            return generation;
        }
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
    private ByteBuffer digest(PasswordCheck.Question login) {
        String all = login.service()
                + '\0'
                + login.userName()
                + '\0'
                + login.password().typed();
        synchronized (mac) {
            return ByteBuffer.wrap(mac.doFinal(all.getBytes(StandardCharsets.UTF_8)));
        }
    }
}
