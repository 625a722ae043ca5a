package io.postwerk.net;

import java.time.Duration;

/**
 * How long a peer may take to send something: it may pause for a while, must keep a minimum speed on the whole, and has to be
 * done at some time. So a peer that sends an octet now and then does not keep a connection for ever.
 */
public final class TransferDeadline {
    private final Rules rules;
    private final long start = System.nanoTime();

    /**
     * What holds for a transfer.
     *
     * @param pause between octets, and before the speed counts
     * @param whole for all of it
     * @param octetsPerSecond the minimum speed; 0 for any
     */
    public record Rules(Duration pause, Duration whole, int octetsPerSecond) {}

    /** Begins now. */
    public TransferDeadline(Rules rules) {
        this.rules = rules;
    }

    /**
     * How long to wait for more octets.
     *
     * @param received octets up to now
     * @throws DeadlineExceededException if the peer has taken too long already
     */
    public Duration remaining(long received) throws DeadlineExceededException {
        return remaining(received, System.nanoTime() - start);
    }

    Duration remaining(long received, long elapsed) throws DeadlineExceededException {
        long pause = rules.pause().toNanos();
        long left = rules.whole().toNanos() - elapsed;
        if (rules.octetsPerSecond() > 0) {
            long bySpeed = pause + (long) ((double) received / rules.octetsPerSecond() * 1e9);
            left = Math.min(left, bySpeed - elapsed);
        }
        if (left <= 0) {
            throw new DeadlineExceededException("the peer sends too slowly");
        }
        return left < pause ? Duration.ofNanos(left) : rules.pause();
    }
}
