package io.postwerk.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Notices that manifests have changed. It compares modification times a few times a second instead of asking the kernel
 * for events: that sees every way in which editors and Git replace files, on every file system.
 */
final class ManifestWatcher {
    private static final Duration INTERVAL = Duration.ofMillis(150);

    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    /** Large folders are checked less often, so that the checks take at most this fraction of one processor. */
    private static final int IDLE_TO_BUSY = 20;

    private final ManifestFolder manifests;
    private List<String> known;

    ManifestWatcher(ManifestFolder manifests) {
        this.manifests = manifests;
        this.known = manifests.fingerprint();
    }

    /**
     * Waits until something has changed and then nothing more for one interval: a change is often several writes.
     * Returns at least once an hour, so that certificates are renewed when due.
     *
     * @param longest returns after that time in any case
     */
    void awaitChange(Optional<Duration> longest) throws InterruptedException {
        List<String> last = known;
        long end = System.nanoTime()
                + longest.filter(wait -> wait.compareTo(LONGEST_WAIT) < 0)
                        .orElse(LONGEST_WAIT)
                        .toNanos();
        while (true) {
            long start = System.nanoTime();
            List<String> now = manifests.fingerprint();
            if (!now.equals(known) && now.equals(last)) {
                known = now;
                return;
            }
            if (start - end > 0) return;
            last = now;
            Duration cost = Duration.ofNanos(System.nanoTime() - start);
            Duration pause = cost.multipliedBy(IDLE_TO_BUSY);
            Thread.sleep(pause.compareTo(INTERVAL) > 0 ? pause : INTERVAL);
        }
    }
}
