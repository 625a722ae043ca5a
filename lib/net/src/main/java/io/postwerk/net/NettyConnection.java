package io.postwerk.net;

import io.netty.channel.Channel;
import io.postwerk.net.MemoryBudget.Use;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/** The session's side of a connection; {@link ConnectionEvents} is the event loop's side. Between them are two queues. */
final class NettyConnection implements Connection {

    private final Channel channel;
    private final MemoryAccount memory;
    private final EventLoops loops;
    private final BooleanSupplier draining;
    // Set when the channel is connected, before the connection is handed out.
    @SuppressWarnings("NullAway.Init")
    private SocketAddress remoteAddress;

    @SuppressWarnings("NullAway.Init")
    private SocketAddress localAddress;

    final ConnectionEvents events;
    final Waiter reader;
    final Waiter writer;
    final InputQueue input;
    final OutputQueue output;

    private final LineBuffer lines;
    private final OutputBuffer written;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean signalled;
    private volatile Optional<TlsInfo> tls = Optional.empty();

    NettyConnection(
            Channel channel, MemoryAccount memory, EventLoops loops, BooleanSupplier draining, Runnable onActive) {
        this.channel = channel;
        this.memory = memory;
        this.loops = loops;
        this.draining = draining;
        this.events = new ConnectionEvents(this, loops.settings().writeTimeout(), onActive);
        this.reader = new Waiter(channel.eventLoop());
        this.writer = new Waiter(channel.eventLoop());
        this.input = new InputQueue(channel, reader, memory, loops.settings().inputOctets());
        this.output = new OutputQueue(channel, writer, memory, loops.settings().outputOctets());
        this.lines = new LineBuffer(memory);
        this.written = new OutputBuffer(output, writer, loops.settings().writeTimeout(), this::checkOpen);
    }

    /** Event loop: the channel is connected. Called before the connection is handed out. */
    void activated() {
        remoteAddress = loops.transport().toJdk(channel.remoteAddress());
        localAddress = loops.transport().toJdk(channel.localAddress());
        reader.start();
    }

    @Override
    public SocketAddress remoteAddress() {
        return remoteAddress;
    }

    @Override
    public SocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public Optional<TlsInfo> tls() {
        return tls;
    }

    @Override
    public boolean draining() {
        return draining.getAsBoolean();
    }

    @Override
    public MemoryAccount memory() {
        return memory;
    }

    // --- Input ---

    @Override
    public Wake await(Duration timeout) throws IOException {
        long deadline = Waiter.deadline(timeout);
        if (!signalled && !hasInput()) {
            flushOwn();
        }
        reader.begin(deadline);
        try {
            while (true) {
                if (signalled) {
                    signalled = false;
                    return Wake.EVENT;
                }
                if (hasInput() || input.isReady()) {
                    return Wake.INPUT;
                }
                lines.shrink();
                if (!reader.sleep()) {
                    return Wake.DEADLINE;
                }
            }
        } finally {
            reader.end();
        }
    }

    @Override
    public void pause(Duration time) throws IOException {
        written.flush();
        reader.begin(Waiter.deadline(time));
        try {
            while (!signalled && reader.sleep()) {
                checkOpen();
            }
        } finally {
            reader.end();
        }
        checkOpen();
    }

    @Override
    public void signal() {
        signalled = true;
        reader.wake();
    }

    @Override
    public byte[] readLine(int maxOctets, Duration timeout) throws IOException {
        if (!lines.findLine(maxOctets)) {
            long deadline = Waiter.deadline(timeout);
            do {
                fill(deadline);
            } while (!lines.findLine(maxOctets));
        }
        return lines.takeLine(maxOctets);
    }

    @Override
    public ByteBuffer input(Duration timeout) throws IOException {
        if (lines.length() == 0) {
            fill(Waiter.deadline(timeout));
        }
        return lines.view();
    }

    @Override
    public void consume(int octets) {
        lines.consume(octets);
    }

    @Override
    public boolean hasInput() {
        return lines.length() > 0 || !input.isEmpty();
    }

    @Override
    public boolean inputEnded() {
        return input.ended().isPresent();
    }

    /** Adds at least one octet to the line buffer. */
    private void fill(long deadline) throws IOException {
        if (lines.needed() > 0) {
            Duration left = Duration.ofNanos(Math.max(0, deadline - Waiter.deadline(Duration.ZERO)));
            if (!memory.take(Use.COMMAND, lines.needed(), left)) {
                throw new DeadlineExceededException("no memory for a line of " + remoteAddress + " in time");
            }
            lines.grow();
        }
        if (input.take(lines)) {
            return;
        }
        flushOwn();
        reader.begin(deadline);
        try {
            while (!input.isReady()) {
                lines.shrink();
                if (!reader.sleep()) {
                    throw new DeadlineExceededException("no input from " + remoteAddress + " in time");
                }
            }
        } finally {
            reader.end();
        }
        if (!input.take(lines)) {
            throw ended();
        }
    }

    /** Sends what this thread has written, so that the peer does not wait for a buffered reply. */
    private void flushOwn() throws IOException {
        if (written.hasOwn()) {
            written.flush();
        }
    }

    private ConnectionClosedException ended() {
        return input.ended().orElse(InputQueue.End.CLOSED).toException();
    }

    // --- Output ---

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        written.write(octets, offset, length);
    }

    @Override
    public void write(ByteBuffer octets) throws IOException {
        written.write(octets);
    }

    @Override
    public void write(String ascii) throws IOException {
        written.write(ascii);
    }

    @Override
    public void writeFrom(InputStream body, long length) throws IOException {
        written.writeFrom(body, length);
    }

    @Override
    public void flush() throws IOException {
        written.flush();
    }

    private void checkOpen() throws ConnectionClosedException {
        if (closed.get() || !channel.isActive()) {
            throw ended();
        }
    }

    // --- TLS ---

    @Override
    public void startTls(TlsContext context, Duration timeout) throws IOException {
        if (tls.isPresent()) {
            throw new IllegalStateException("TLS is on already");
        }
        if (context.isServer() && written.isEmpty()) {
            throw new IllegalStateException("no go-ahead reply is waiting to be sent before TLS");
        }
        handshake(context, timeout);
    }

    /** Sends what was gathered in the clear, drops the input in the clear, and begins TLS, in one step of the event loop. */
    void handshake(TlsContext context, Duration timeout) throws IOException {
        if (!memory.trySecure()) {
            abort();
            throw new TlsFailedException("no memory for TLS with " + remoteAddress);
        }
        long deadline = Waiter.deadline(timeout);
        TlsHandshake handshake = new TlsHandshake(context, channel, loops.tlsTasks(), reader);
        lines.clear();
        written.handOver();
        try {
            channel.eventLoop().execute(() -> {
                input.clear(); // RFC 3207 4.2
                output.writeAll(channel.voidPromise());
                channel.flush();
                events.beginTls(handshake);
            });
        } catch (RejectedExecutionException e) {
            throw new ConnectionClosedException("the edge is closed");
        }
        try {
            reader.begin(deadline);
            while (!handshake.isDone() && channel.isActive()) {
                if (!reader.sleep()) {
                    throw new TlsFailedException("no TLS handshake with " + remoteAddress + " in time");
                }
            }
            tls = Optional.of(handshake.result(remoteAddress));
        } catch (IOException e) {
            abort();
            throw e;
        } finally {
            reader.end();
        }
    }

    // --- End ---

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        if (written.hasOwn()) {
            written.handOver();
        }
        boolean unread = lines.length() > 0;
        execute(() -> events.closeGracefully(unread));
    }

    /** Closes at once; what is on its way may be lost. Any thread. */
    void abort() {
        execute(() -> channel.unsafe().close(channel.voidPromise())); // Without a close_notify of TLS.
    }

    private void execute(Runnable task) {
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            // The event loops have ended, and all channels with them.
        }
    }
}
