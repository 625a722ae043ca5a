package io.postwerk.net;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;

/** Keeps the TLS context of some files up to date. Files that can not be used are logged once, and change nothing. */
final class TlsReloader {

    private static final Logger LOG = System.getLogger(TlsReloader.class.getName());

    /** Identifies the content of a file, with all symbolic links followed; empty if there is no file. */
    private record Stamp(Path file, Optional<Seen> seen) {
        private record Seen(FileTime modified, long size, Optional<Object> key) {}

        static Stamp of(Path file) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                Seen seen = new Seen(
                        attributes.lastModifiedTime(), attributes.size(), Optional.ofNullable(attributes.fileKey()));
                return new Stamp(file, Optional.of(seen));
            } catch (IOException e) {
                return new Stamp(file, Optional.empty());
            }
        }
    }

    private final TlsFiles files;
    private final long interval;
    private final ReentrantLock lock = new ReentrantLock();

    private volatile SSLContext context;
    private volatile long looked;
    private List<Stamp> stamps;

    TlsReloader(TlsFiles files, Duration interval) throws TlsFailedException {
        this.files = files;
        this.interval = interval.toNanos();
        // The stamps first: a change while the files are read is then seen the next time.
        this.stamps = stamps();
        this.looked = System.nanoTime();
        this.context = files.load();
    }

    /** The context of the files as they were at the last check. */
    SSLContext current() {
        // While another thread reads the files, the current context is returned.
        if (System.nanoTime() - looked >= interval && lock.tryLock()) {
            try {
                look();
                looked = System.nanoTime();
            } finally {
                lock.unlock();
            }
        }
        return context;
    }

    private void look() {
        List<Stamp> now = stamps();
        if (now.equals(stamps)) {
            return;
        }
        stamps = now;
        try {
            context = files.load();
            LOG.log(Level.INFO, "TLS certificates reloaded: {0}", files.paths());
        } catch (TlsFailedException e) {
            LOG.log(
                    Level.WARNING,
                    "TLS certificates changed, but cannot be used; the previous ones stay in use: {0}",
                    e.getMessage());
        }
    }

    private List<Stamp> stamps() {
        return files.paths().stream().map(Stamp::of).toList();
    }
}
