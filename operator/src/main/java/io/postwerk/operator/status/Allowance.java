package io.postwerk.operator.status;

import java.time.Clock;

/** So many at once, and so many more each second. */
final class Allowance {
    private final double most;
    private final double perSecond;
    private final Clock clock;
    private double left;
    private long since;

    Allowance(int most, int perSecond, Clock clock) {
        this.most = most;
        this.perSecond = perSecond;
        this.clock = clock;
        this.left = most;
        this.since = clock.millis();
    }

    /** Takes one, if there is one. */
    synchronized boolean take() {
        long now = clock.millis();
        left = Math.min(most, left + (now - since) * perSecond / 1000);
        since = now;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
