package io.postwerk.smtp.server;

import java.time.Duration;

/**
 * Slows the refusal of recipients for one client, over all its sessions, so that nobody finds out at speed who has a mailbox
 * (RFC 5321 7.3).
 */
public interface RefusalPace {
    /** Refuses as fast as asked. */
    RefusalPace ANY = new RefusalPace() {
        @Override
        public boolean exhausted() {
            return false;
        }

        @Override
        public Duration refused() {
            return Duration.ZERO;
        }
    };

    /** Whether the client is turned away at its next recipient, whoever that is: an answer would tell. */
    boolean exhausted();

    /** Counts a recipient that is refused. Returns how long the refusal waits. */
    Duration refused();
}
