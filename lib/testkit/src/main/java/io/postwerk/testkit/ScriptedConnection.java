package io.postwerk.testkit;

import io.postwerk.net.BareLineEndException;
import io.postwerk.net.Connection;
import io.postwerk.net.ConnectionClosedException;
import io.postwerk.net.DeadlineExceededException;
import io.postwerk.net.LineTooLongException;
import io.postwerk.net.MemoryAccount;
import io.postwerk.net.TlsContext;
import io.postwerk.net.TlsInfo;
import io.postwerk.net.Wake;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A connection whose peer follows a script: each time the session has nothing more to read and waits, the peer's next
 * {@link Turn} happens. No sockets, no threads and no time, so a session's whole course is the same each time. What
 * happens is recorded in order, for {@link Transcript}.
 *
 * <p>A session that waits with unflushed output fails with an {@link AssertionError}.
 */
public final class ScriptedConnection implements Connection {
    /** What happens while the session waits. */
    public sealed interface Turn {
        /** The peer sends these octets at once. */
        record Input(byte[] octets) implements Turn {}

        /** The peer stays silent until the wait is over. */
        record Silence() implements Turn {}

        /** Somebody does something that may signal the session. */
        record Event(String name, Runnable happening) implements Turn {}

        /** The server begins to stop. */
        record Drain() implements Turn {}
    }

    /** What has happened, in order. */
    public sealed interface Happening {
        /** The session has sent this. */
        record Sent(byte[] octets) implements Happening {}

        /** The session has paused for that time. */
        record Paused(Duration time) implements Happening {}

        record Taken(Turn turn) implements Happening {}

        /** TLS began; input that was there before was dropped. */
        record TlsStarted(int droppedOctets) implements Happening {}
    }

    private static final TlsInfo TLS =
            new TlsInfo("TLSv1.3", "TLS_AES_128_GCM_SHA256", Optional.of("localhost"), Optional.empty(), Map.of());

    private final Deque<Turn> turns;
    private final List<Happening> happenings = new ArrayList<>();
    private final ByteArrayOutputStream unflushed = new ByteArrayOutputStream();
    private byte[] input = {};
    private int position;
    private boolean ended;
    private boolean signalled;
    private boolean draining;
    private boolean closed;
    private Optional<TlsInfo> tls = Optional.empty();
    private MemoryAccount memory = MemoryAccount.unlimited();

    public ScriptedConnection(Collection<? extends Turn> turns) {
        this.turns = new ArrayDeque<>(turns);
    }

    /** TLS is on from the beginning. */
    public ScriptedConnection withTls() {
        tls = Optional.of(TLS);
        return this;
    }

    /** The program's memory is bounded. */
    public ScriptedConnection withMemory(MemoryAccount account) {
        memory = account;
        return this;
    }

    /** What has happened up to now. */
    public List<Happening> happenings() {
        return List.copyOf(happenings);
    }

    /** All that the session has sent, as Latin-1. */
    public String sent() {
        StringBuilder sent = new StringBuilder();
        for (Happening happening : happenings) {
            if (happening instanceof Happening.Sent(byte[] octets)) {
                sent.append(new String(octets, StandardCharsets.ISO_8859_1));
            }
        }
        return sent.toString();
    }

    /** Whether the session went on to the end of the script and saw the peer leave. */
    public boolean peerLeft() {
        return ended;
    }

    @Override
    public MemoryAccount memory() {
        return memory;
    }

    @Override
    public SocketAddress remoteAddress() {
        return InetSocketAddress.createUnresolved("192.0.2.7", 40_000);
    }

    @Override
    public SocketAddress localAddress() {
        return InetSocketAddress.createUnresolved("192.0.2.1", 2525);
    }

    @Override
    public Optional<TlsInfo> tls() {
        return tls;
    }

    @Override
    public Wake await(Duration timeout) throws IOException {
        if (consumeSignal()) return Wake.EVENT;
        if (hasInput() || ended) return Wake.INPUT;
        // A wait of no length asks only for what is there.
        if (timeout.isZero()) return Wake.DEADLINE;
        return turn();
    }

    /** Takes no time, and notes how long it would have taken. */
    @Override
    public void pause(Duration time) throws IOException {
        flush();
        happenings.add(new Happening.Paused(time));
    }

    @Override
    public void signal() {
        signalled = true;
    }

    @Override
    public byte[] readLine(int maxOctets, Duration timeout) throws IOException {
        int end = lineEnd();
        while (end < 0) {
            more(timeout);
            end = lineEnd();
        }
        byte[] line = Arrays.copyOfRange(input, position, end);
        position = end + 2;
        if (line.length + 2 > maxOctets) throw new LineTooLongException(maxOctets);
        for (byte octet : line) {
            if (octet == '\r' || octet == '\n') throw new BareLineEndException();
        }
        return line;
    }

    @Override
    public ByteBuffer input(Duration timeout) throws IOException {
        while (!hasInput()) more(timeout);
        return ByteBuffer.wrap(input, position, input.length - position).slice().asReadOnlyBuffer();
    }

    @Override
    public void consume(int octets) {
        if (octets < 0 || octets > input.length - position) throw new IllegalArgumentException("not that many");
        position += octets;
    }

    @Override
    public boolean hasInput() {
        return position < input.length;
    }

    @Override
    public boolean inputEnded() {
        return ended;
    }

    @Override
    public void write(byte[] octets, int offset, int length) {
        unflushed.write(octets, offset, length);
    }

    @Override
    public void write(ByteBuffer octets) {
        byte[] copy = new byte[octets.remaining()];
        octets.get(copy);
        unflushed.writeBytes(copy);
    }

    @Override
    public void write(String ascii) {
        unflushed.writeBytes(ascii.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void writeFrom(InputStream body, long length) throws IOException {
        byte[] octets = body.readNBytes(Math.toIntExact(length));
        if (octets.length < length) throw new IOException("body ends after " + octets.length + " octets");
        unflushed.writeBytes(octets);
    }

    @Override
    public void flush() throws IOException {
        if (closed) throw new ConnectionClosedException("closed");
        send();
    }

    @Override
    public void startTls(TlsContext context, Duration timeout) {
        if (tls.isPresent()) throw new IllegalStateException("TLS is on already");
        if (unflushed.size() == 0) throw new IllegalStateException("no reply is waiting to be sent");
        send();
        happenings.add(new Happening.TlsStarted(input.length - position));
        position = input.length;
        tls = Optional.of(TLS);
    }

    @Override
    public boolean draining() {
        return draining;
    }

    @Override
    public void close() {
        if (closed) return;
        send();
        closed = true;
    }

    private void send() {
        if (unflushed.size() == 0) return;
        happenings.add(new Happening.Sent(unflushed.toByteArray()));
        unflushed.reset();
    }

    private boolean consumeSignal() {
        boolean signal = signalled;
        signalled = false;
        return signal;
    }

    private int lineEnd() {
        for (int i = position; i + 1 < input.length; i++) {
            if (input[i] == '\r' && input[i + 1] == '\n') return i;
        }
        return -1;
    }

    /** Waits for octets and nothing else, as the reading calls do. */
    private void more(Duration timeout) throws IOException {
        if (ended) throw new ConnectionClosedException("the peer has left");
        if (timeout.isZero()) throw new DeadlineExceededException("nothing more is buffered");
        while (true) {
            Wake wake = turn();
            switch (wake) {
                case EVENT -> signalled = true; // kept for the next await
                case DEADLINE -> throw new DeadlineExceededException("the peer is silent");
                case INPUT -> {
                    if (ended) throw new ConnectionClosedException("the peer has left");
                    return;
                }
            }
        }
    }

    private Wake turn() throws IOException {
        if (closed) throw new ConnectionClosedException("closed");
        if (unflushed.size() > 0) {
            throw new AssertionError("the session waits, but has not flushed: " + unflushed);
        }
        while (true) {
            Turn turn = turns.poll();
            if (turn == null) {
                ended = true;
                return Wake.INPUT;
            }
            happenings.add(new Happening.Taken(turn));
            switch (turn) {
                case Turn.Input(byte[] octets) -> {
                    byte[] rest = Arrays.copyOfRange(input, position, input.length + octets.length);
                    System.arraycopy(octets, 0, rest, input.length - position, octets.length);
                    input = rest;
                    position = 0;
                    return Wake.INPUT;
                }
                case Turn.Silence() -> {
                    return Wake.DEADLINE;
                }
                case Turn.Event(String name, Runnable happening) -> {
                    happening.run();
                    if (consumeSignal()) return Wake.EVENT;
                }
                case Turn.Drain() -> {
                    draining = true;
                    return Wake.EVENT;
                }
            }
        }
    }
}
