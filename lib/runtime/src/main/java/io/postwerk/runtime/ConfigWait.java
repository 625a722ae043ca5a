package io.postwerk.runtime;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Patience with a configuration that cannot be used yet: in a cluster files may come some seconds after the pod. The
 * environment variable {@value #VARIABLE} says how many seconds a start waits for them, {@value #DEFAULT_SECONDS} by default;
 * with 0 it fails at once.
 */
final class ConfigWait {
    static final String VARIABLE = "POSTWERK_CONFIG_WAIT_SECONDS";
    private static final long DEFAULT_SECONDS = 60;

    private static final Logger LOG = System.getLogger(ConfigWait.class.getName());
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration SAY = Duration.ofSeconds(10);

    private final Duration patience;
    private final Duration look;
    private final CountDownLatch givenUp = new CountDownLatch(1);

    /** @param look how long to wait between two tries */
    ConfigWait(Duration patience, Duration look) {
        this.patience = patience;
        this.look = look;
    }

    static ConfigWait fromEnvironment() {
        Optional<String> value = Optional.ofNullable(System.getenv(VARIABLE));
        long seconds = DEFAULT_SECONDS;
        try {
            seconds = value.map(text -> Long.parseLong(text.strip())).orElse(DEFAULT_SECONDS);
        } catch (NumberFormatException e) {
            LOG.log(Level.WARNING, VARIABLE + " is not a number of seconds: " + value.orElse(""));
        }
        return new ConfigWait(Duration.ofSeconds(seconds), LOOK);
    }

    /** Makes a program from the configuration. */
    @FunctionalInterface
    interface Attempt<T> {
        T make() throws StartFailedException;
    }

    /**
     * Tries until it succeeds, or the patience ends.
     *
     * @throws StartFailedException what the last try said
     */
    <T> T until(Attempt<T> attempt) throws StartFailedException {
        long start = System.nanoTime();
        long said = start - SAY.toNanos();
        String before = "";
        while (true) {
            try {
                return attempt.make();
            } catch (StartFailedException e) {
                long now = System.nanoTime();
                if (now - start >= patience.toNanos() || awaitGivenUp()) {
                    throw e;
                }
                String message = String.valueOf(e.getMessage());
                if (!message.equals(before) || now - said >= SAY.toNanos()) {
                    LOG.log(Level.WARNING, "waiting for the configuration: " + message);
                    before = message;
                    said = now;
                }
            }
        }
    }

    private boolean awaitGivenUp() {
        try {
            return givenUp.await(look.toNanos(), TimeUnit.NANOSECONDS);
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
