package io.postwerk.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Whether the manifests may be half-written where nothing is known of how they were, since this process has just been started. The
 * times of their last changes tell.
 */
final class RestartGuard {
    private final InstantSource clock;
    private final Instant started;

    /** @param clock the one that files are dated by */
    RestartGuard(InstantSource clock) {
        this.clock = clock;
        this.started = clock.instant();
    }

    /** How long what the manifests lack is not to be believed yet; empty if it is. */
    Optional<Duration> doubt(ManifestFolder.LastChange last) {
        Duration files = left(last.files(), HeldManifests.SETTLED);
        Duration folders = left(last.folders(), HeldManifests.DELETED);
        return Optional.of(files.compareTo(folders) > 0 ? files : folders).filter(Duration::isPositive);
    }

    private Duration left(Instant changed, Duration span) {
        Instant now = clock.instant();
        // A time to come is that of another clock, and says nothing.
        Instant since = changed.isAfter(now) ? started : changed;
        return Duration.between(now, since.isBefore(Instant.EPOCH) ? Instant.EPOCH : since)
                .plus(span);
    }
}
