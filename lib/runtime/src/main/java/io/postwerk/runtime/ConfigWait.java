package io.postwerk.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits for a configuration that can be used: in a cluster the files may come some seconds after the pod. The
 * environment variable {@value #VARIABLE} says how many seconds a start waits for them, {@value #DEFAULT_SECONDS} by default;
 * with 0 it fails at once.
 */
final class ConfigWait {
    static final String VARIABLE = "POSTWERK_CONFIG_WAIT_SECONDS";
    private static final long DEFAULT_SECONDS = 60;

    private static final Logger LOG = System.getLogger(ConfigWait.class.getName());
    private static final Duration RETRY_INTERVAL = Duration.ofMillis(500);
    private static final Duration LOG_INTERVAL = Duration.ofSeconds(10);

    private final Duration timeout;
    private final Duration retryInterval;
    private final CountDownLatch givenUp = new CountDownLatch(1);

    /** @param retryInterval how long to wait between two tries */
    ConfigWait(Duration timeout, Duration retryInterval) {
        this.timeout = timeout;
        this.retryInterval = retryInterval;
    }

    static ConfigWait fromEnvironment() {
        Optional<String> value = Optional.ofNullable(System.getenv(VARIABLE));
        long seconds = DEFAULT_SECONDS;
        try {
            seconds = value.map(text -> Long.parseLong(text.strip())).orElse(DEFAULT_SECONDS);
        } catch (NumberFormatException e) {
            LOG.log(Level.WARNING, VARIABLE + " is not a number of seconds: " + value.orElse(""));
        }
        return new ConfigWait(Duration.ofSeconds(seconds), RETRY_INTERVAL);
    }

    /** Makes a program from the configuration. */
    @FunctionalInterface
    interface Attempt<T> {
        T make() throws StartFailedException;
    }

    /**
     * Tries until it succeeds, or the timeout has passed.
     *
     * @throws StartFailedException what the last try loggedAt
     */
    <T> T until(Attempt<T> attempt) throws StartFailedException {
        long start = System.nanoTime();
        long loggedAt = start - LOG_INTERVAL.toNanos();
        String before = "";
        while (true) {
            try {
                return attempt.make();
            } catch (StartFailedException e) {
                long now = System.nanoTime();
                if (now - start >= timeout.toNanos() || awaitGivenUp()) {
                    throw e;
                }
                String message = String.valueOf(e.getMessage());
                if (!message.equals(before) || now - loggedAt >= LOG_INTERVAL.toNanos()) {
                    LOG.log(Level.WARNING, "waiting for the configuration: " + message);
                    before = message;
                    loggedAt = now;
                }
            }
        }
    }

    private boolean awaitGivenUp() {
        try {
            return givenUp.await(retryInterval.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Waits no longer: the program is to end. */
    void giveUp() {
        givenUp.countDown();
    }
}
