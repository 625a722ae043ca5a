package io.postwerk.cli;

import java.time.Duration;
import java.util.Optional;

/**
 * A resource that is kept as it was, since it is not certain that what happened to its file was meant.
 *
 * @param title the resource, as in {@code MailUser default/bob}
 * @param why what happened to it, in words for the user
 * @param until what it is kept for, in words for the user
 * @param remaining how long still, if nothing else happens; absent if only a change of the files ends it
 */
record Held(String title, String why, String until, Optional<Duration> remaining) {
    /** Whether the other says the same; the time that remains aside. */
    boolean isSame(Held other) {
        return title.equals(other.title) && why.equals(other.why) && until.equals(other.until);
    }

    @Override
    public String toString() {
        return title + " " + why + "; kept as it was until " + until;
    }
}
