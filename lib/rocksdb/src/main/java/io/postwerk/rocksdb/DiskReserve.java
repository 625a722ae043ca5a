package io.postwerk.rocksdb;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Room on the file system of a database that new messages may not take, so that what is there can still be read, marked,
 * delivered and deleted. Other programs, spool files and logs count, since the file system is asked, twice a second; in
 * between, what was taken is subtracted.
 *
 * <p>Part of the room is held by a {@link Ballast}, which counts as free here. When the rest is used up, by whomever, it is given
 * back: a database needs some to be opened and to compact what was deleted.
 */
public final class DiskReserve implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(DiskReserve.class.getName());
    private static final long ENDLESS = Long.MAX_VALUE / 2;
    private static final Duration INTERVAL = Duration.ofMillis(500);

    /** The ballast is made some seconds after the start, and little by little. */
    private static final int TICKS_BEFORE_BALLAST = 20;

    private static final int PIECES_PER_TICK = 8;
    private static final long DEFAULT_MOST = 512L << 20;
    private static final int DEFAULT_SHARE = 20;

    /** A message takes its room twice for a while: in the log, and in a table or blob file. */
    private static final int COPIES = 2;

    /** Room is there again when there is an eighth more than the least. */
    private static final int HYSTERESIS = 8;

    /**
     * What is reserved.
     *
     * @param minFreeOctets below that no new message is taken; by default the smaller of 5 % of the file system and 512 MiB
     * @param ballastOctets how much of that is held by a file, at most; no more than half
     */
    public record Settings(Optional<Long> minFreeOctets, long ballastOctets) {}

    /**
     * As it was a moment ago.
     *
     * @param freeOctets free on the file system, the ballast included
     * @param totalOctets size of the file system
     * @param minFreeOctets below that no new message is taken
     * @param low whether it is below that, or has been and there is not clearly more yet
     */
    public record State(long freeOctets, long totalOctets, long minFreeOctets, boolean low) {}

    /** The file system. */
    interface Disk {
        long usableOctets() throws IOException;

        long totalOctets() throws IOException;

        static Disk of(Path directory) throws IOException {
            FileStore store = Files.getFileStore(directory);
            return new Disk() {
                @Override
                public long usableOctets() throws IOException {
                    return store.getUsableSpace();
                }

                @Override
                public long totalOctets() throws IOException {
                    return store.getTotalSpace();
                }
            };
        }
    }

    private final String name;
    private final Settings settings;
    private final Disk disk;
    private final Ballast ballast;
    private final Thread thread;
    /** Taken since the file system was asked last, and in the interval before, of which some may not be on it yet. */
    private final AtomicLong taken = new AtomicLong();

    private final AtomicLong takenBefore = new AtomicLong();
    private volatile State state = new State(Long.MAX_VALUE, Long.MAX_VALUE, 0, false);
    private volatile boolean closed;
    private volatile boolean tight;
    private Runnable whileLow = () -> {};
    private Runnable afterLow = () -> {};
    private int ticks;

    /**
     * Looks at the file system, and gives the ballast back if there is so little room that a database might not open.
     *
     * @param name of the directory, for messages
     */
    static DiskReserve of(String name, Path directory, Settings settings) throws IOException {
        return new DiskReserve(name, settings, Disk.of(directory), new Ballast(directory));
    }

    DiskReserve(String name, Settings settings, Disk disk, Ballast ballast) throws IOException {
        this.name = name;
        this.settings = settings;
        this.disk = disk;
        this.ballast = ballast;
        this.thread = Thread.ofPlatform().daemon().name("disk-reserve").unstarted(this::run);
        long usable = usable();
        if (usable < ballastTarget(minFree(total())) && ballast.releaseAll()) {
            givenBack();
        }
        look();
    }

    private void givenBack() {
        LOG.log(System.Logger.Level.WARNING, "{0}: the disk is full, and what was held in reserve is given back", name);
    }

    /** The database is open: holds room again for the next time, if that was needed for this one. */
    void opened() {
        try {
            long most = Math.min(ballastTarget(state.minFreeOctets), usable() / 2);
            if (state.low) {
                ballast.holdForOpening(most);
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, name + ": no room can be held for the next start", e);
        }
    }

    /** One that never runs low. */
    static DiskReserve none(String name, Path directory) throws IOException {
        Disk endless = new Disk() {
            @Override
            public long usableOctets() {
                return ENDLESS;
            }

            @Override
            public long totalOctets() {
                return ENDLESS;
            }
        };
        return new DiskReserve(name, new Settings(Optional.of(0L), 0), endless, new Ballast(directory));
    }

    /**
     * Says who is to be told at each interval.
     *
     * @param whileRoomIsLow called while room is low
     * @param onceThereIsRoom called once there is room again
     */
    void hear(Runnable whileRoomIsLow, Runnable onceThereIsRoom) {
        whileLow = whileRoomIsLow;
        afterLow = onceThereIsRoom;
    }

    /** Begins to look twice a second. */
    void start() {
        thread.start();
    }

    /** A file system whose size is 0 does not tell its room; others tell nearly the largest number. Both count as endless. */
    private long usable() throws IOException {
        return disk.totalOctets() <= 0 ? ENDLESS : Math.min(disk.usableOctets(), ENDLESS);
    }

    private long total() throws IOException {
        long total = disk.totalOctets();
        return total <= 0 ? ENDLESS : Math.min(total, ENDLESS);
    }

    private long minFree(long total) {
        return settings.minFreeOctets().orElseGet(() -> Math.min(total / DEFAULT_SHARE, DEFAULT_MOST));
    }

    private long ballastTarget(long minFree) {
        return Math.min(minFree / 2, settings.ballastOctets());
    }

    /** Whether a message of that size may be taken. Does not ask the file system. */
    public boolean hasRoomFor(long octets) {
        State now = state;
        long coming = COPIES * (taken.get() + takenBefore.get());
        return !now.low && now.freeOctets - coming - octets >= now.minFreeOctets;
    }

    /** A message of that size was taken and will be written. */
    public void take(long octets) {
        taken.addAndGet(octets);
    }

    /** What was found when the file system was asked last. */
    public State state() {
        return state;
    }

    /** Whether new messages are refused, so that room is to be made. */
    public boolean isLow() {
        return state.low;
    }

    /** A write found no room: what is held is given back as soon as possible. */
    void foundNoRoom() {
        tight = true;
        LockSupport.unpark(thread);
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(this, INTERVAL.toNanos());
            try {
                tick();
            } catch (IOException | RuntimeException e) {
                LOG.log(System.Logger.Level.WARNING, name + ": the room on the disk is not known", e);
            }
        }
    }

    /** What is done at each interval. */
    void tick() throws IOException {
        boolean before = state.low;
        look();
        if (state.low) {
            whileLow.run();
        } else if (before) {
            afterLow.run();
        }
        ticks++;
    }

    private void look() throws IOException {
        long usable = usable();
        long total = total();
        long minFree = minFree(total);
        long target = ballastTarget(minFree);
        takenBefore.set(taken.getAndSet(0));
        long free = usable + ballast.held();
        long enough = state.low ? minFree + minFree / HYSTERESIS : minFree;
        boolean low = free < enough;
        State seen = new State(free, total, minFree, low);
        if (low != state.low) {
            LOG.log(
                    low ? System.Logger.Level.WARNING : System.Logger.Level.INFO,
                    low
                            ? "{0}: {1} octets are free of {2}, less than {3}: no new mail is taken"
                            : "{0}: {1} octets are free of {2}, more than {3}: mail is taken again",
                    name,
                    Long.toString(free),
                    Long.toString(total),
                    Long.toString(minFree));
        }
        state = seen;
        if (tight || usable < target / 2) {
            if (ballast.release()) {
                givenBack();
            }
        } else if (!low && !closed && ballast.held() < target && ticks >= TICKS_BEFORE_BALLAST) {
            ballast.grow(target, PIECES_PER_TICK);
        }
        tight = false;
    }

    /** Stops looking. The ballast stays. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive() && Thread.currentThread() != thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
