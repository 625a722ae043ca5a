package io.postwerk.authsidecar.penalty;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;

/**
 * Bounds how many passwords one client can try at the same time. A login takes a place before it is decided; a success gives it back
 * at once, a failure when it is told, even if the client has gone by then. So a client that guesses gets as many tries in a
 * delay as it has places. Whoever finds none waits for one, without a thread.
 *
 * <p>Places are counted by network; those of an exempt client by name. A user who has logged in from a network lately has
 * places of their own there. One name has half of a network's places at most, and whoever tries the name with the fewest failures is next, so
 * that guesses at one name do not hold up others behind the same address. Thread-safe.
 */
public final class Turns {

    /** Places while few failures count: enough for all clients behind one address. */
    static final int USUAL = 64;

    /** Places of a network that guesses. */
    static final int GUESSING = 8;

    /** Places of a network for a name that is guessed at. */
    static final int GUESSED_AT = 2;

    /** Places of a user who has logged in from there. */
    static final int FAMILIAR = 4;

    /** How long a login waits for a place at most: Postfix gives a login 10 s. */
    public static final Duration PATIENCE = Duration.ofSeconds(8);

    /** Logins that wait for one client's places; beyond that they are refused for now. */
    private static final int MAX_WAITING = 256;

    private final Penalties penalties;
    private final FamiliarClients familiar;
    private final LongSupplier nanoTime;
    private final int maxHeld;
    private final Map<String, Lane> lanes = new HashMap<>();
    private final PriorityQueue<Held> held = new PriorityQueue<>(Comparator.comparingLong(Held::until));

    /** A place that is taken until its failure is told. */
    private record Held(long until, Turn turn) {}

    /** The logins that share places. */
    private static final class Lane {
        private final Map<String, Integer> open = new HashMap<>();
        private final List<Turn> waiting = new ArrayList<>();
        private int opened;

        int openOf(String name) {
            return open.getOrDefault(name, 0);
        }

        boolean isEmpty() {
            return opened == 0 && waiting.isEmpty();
        }
    }

    /** One login's claim to a place. */
    public final class Turn {
        private final Asker asker;
        private String laneKey;
        private Lane lane;
        private boolean known;
        private final Runnable granted;
        private State state = State.WAITING;

        private Turn(String laneKey, Lane lane, Asker asker, boolean known, Runnable granted) {
            this.laneKey = laneKey;
            this.lane = lane;
            this.asker = asker;
            this.known = known;
            this.granted = granted;
        }

        private String name() {
            return asker.name().orElse("");
        }

        /** Whether it has a place. */
        public boolean isOpen() {
            return stateOf(this) == State.OPEN;
        }

        /** Whether it waits for a place. Neither open nor waiting, it was refused: too many wait. */
        public boolean isWaiting() {
            return stateOf(this) == State.WAITING;
        }

        /** Gives the place back, or stops waiting. */
        public void end() {
            finish(this);
        }

        /** Keeps the place for so long, then gives it back. */
        public void endAfter(Duration delay) {
            finishLater(this, delay);
        }
    }

    private enum State {
        WAITING,
        OPEN,
        OVER
    }

    /** @param entries how many names are remembered with the clients that have logged in, and how many places are held at most */
    public Turns(Penalties penalties, int entries, LongSupplier nanoTime) {
        this.penalties = penalties;
        this.familiar = new FamiliarClients(entries, nanoTime);
        this.nanoTime = nanoTime;
        this.maxHeld = entries;
    }

    /**
     * Asks for a place. If it is not {@link Turn#isOpen open} at once, {@code granted} is called when it is, on any thread.
     * Whoever waits calls {@link #advance} when {@link #untilNext} has passed, and {@link Turn#end} to give up.
     */
    public synchronized Turn ask(Asker asker, Runnable granted) {
        release();
        String name = asker.name().orElse("");
        boolean known = knows(asker);
        String key = known ? knownKey(asker) : asker.network().orElse('\0' + name);
        Lane lane = lanes.computeIfAbsent(key, _ -> new Lane());
        admit(lane);
        Turn turn = new Turn(key, lane, asker, known, granted);
        if (hasPlace(turn)) {
            open(turn);
        } else if (lane.waiting.size() < MAX_WAITING) {
            lane.waiting.add(turn);
        } else {
            turn.state = State.OVER;
        }
        return turn;
    }

    /** Gives places that have become free to those that wait for them. */
    public synchronized void advance() {
        release();
    }

    /** How long until a place becomes free that is held for a failure now; at most so long. */
    public synchronized Duration untilNext(Duration most) {
        Held next = held.peek();
        return next == null
                ? most
                : Duration.ofNanos(Math.clamp(next.until() - nanoTime.getAsLong(), 0, most.toNanos()));
    }

    /** A user has logged in: those of that name who wait at the same client have the places of a known user from now on. */
    public synchronized void succeeded(Asker asker) {
        if (asker.network().isEmpty() || asker.name().isEmpty()) {
            return;
        }
        familiar.succeeded(asker.network().get(), asker.name().get());
        Lane lane = lanes.get(asker.network().get());
        if (lane == null) {
            return;
        }
        List<Turn> ofName =
                lane.waiting.stream().filter(turn -> turn.asker.equals(asker)).toList();
        if (!ofName.isEmpty()) {
            String key = knownKey(asker);
            Lane known = lanes.computeIfAbsent(key, _ -> new Lane());
            lane.waiting.removeAll(ofName);
            for (Turn turn : ofName) {
                turn.laneKey = key;
                turn.lane = known;
                turn.known = true;
                known.waiting.add(turn);
            }
            admit(known);
            if (lane.isEmpty()) {
                lanes.remove(asker.network().get());
            }
        }
    }

    // NUL is in no name that comes from a mechanism, and in no network
    private static String knownKey(Asker asker) {
        return asker.network().orElse("") + '\0' + asker.name().orElse("");
    }

    /** Whether the user has logged in from that network within the last days. */
    public boolean knows(Asker asker) {
        return asker.network().isPresent()
                && asker.name().isPresent()
                && familiar.contains(asker.network().get(), asker.name().get());
    }

    /** Logins that wait for a place. */
    public synchronized int waiting() {
        return lanes.values().stream().mapToInt(lane -> lane.waiting.size()).sum();
    }

    /** Clients that have a place, or wait for one. */
    synchronized int lanes() {
        release();
        return lanes.size();
    }

    private synchronized State stateOf(Turn turn) {
        return turn.state;
    }

    private synchronized void finish(Turn turn) {
        switch (turn.state) {
            case WAITING -> {
                turn.lane.waiting.remove(turn);
                turn.state = State.OVER;
                dropIfEmpty(turn);
            }
            case OPEN -> {
                close(turn);
                admit(turn.lane);
                dropIfEmpty(turn);
            }
            case OVER -> {}
        }
        release();
    }

    private synchronized void finishLater(Turn turn, Duration delay) {
        if (turn.state != State.OPEN || delay.isZero()) {
            finish(turn);
            return;
        }
        held.add(new Held(nanoTime.getAsLong() + delay.toNanos(), turn));
        if (held.size() > maxHeld) {
            finish(held.remove().turn());
        }
    }

    private void release() {
        long now = nanoTime.getAsLong();
        while (!held.isEmpty() && held.peek().until() - now <= 0) {
            finishHeld(held.remove().turn());
        }
    }

    private void finishHeld(Turn turn) {
        if (turn.state == State.OPEN) {
            close(turn);
            admit(turn.lane);
            dropIfEmpty(turn);
        }
    }

    private void open(Turn turn) {
        turn.state = State.OPEN;
        turn.lane.opened++;
        turn.lane.open.merge(turn.name(), 1, Integer::sum);
    }

    private static void close(Turn turn) {
        turn.state = State.OVER;
        turn.lane.opened--;
        turn.lane.open.computeIfPresent(turn.name(), (_, n) -> n == 1 ? null : n - 1);
    }

    private void dropIfEmpty(Turn turn) {
        if (turn.lane.isEmpty()) {
            lanes.remove(turn.laneKey, turn.lane);
        }
    }

    /**
     * Opens those of a lane that may be: the name with the fewest failures first, and of one name the attempt that came last, so that
     * a flood of attempts does not make the next one wait for all of them.
     */
    private void admit(Lane lane) {
        while (true) {
            Turn next = null;
            long fewest = Long.MAX_VALUE;
            for (Turn turn : lane.waiting) {
                if (hasPlace(turn)) {
                    long failures = penalties.failuresOf(turn.name());
                    if (failures <= fewest) {
                        fewest = failures;
                        next = turn;
                    }
                }
            }
            if (next == null) {
                return;
            }
            lane.waiting.remove(next);
            open(next);
            next.granted.run();
        }
    }

    private boolean hasPlace(Turn turn) {
        Lane lane = turn.lane;
        String name = turn.name();
        if (turn.known) {
            return lane.opened < FAMILIAR;
        }
        if (turn.asker.network().isEmpty()) {
            return lane.opened < (penalties.isGuessedAt(name) ? GUESSING : USUAL);
        }
        int places = penalties.guesses(turn.asker.network().get()) ? GUESSING : USUAL;
        int ofName = penalties.isGuessedAt(name) ? GUESSED_AT : places / 2;
        return lane.opened < places && lane.openOf(name) < ofName;
    }
}
