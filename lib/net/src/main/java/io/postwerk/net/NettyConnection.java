package io.postwerk.net;

import io.netty.channel.Channel;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The session's side of a connection; {@link ConnectionEvents} is the event loop's side. Between them are two queues. */
final class NettyConnection implements Connection {

    /** Output that is gathered before it is handed over without a flush. */
    private static final int GATHERED = 16_384;

    private static final byte[] NONE = {};

    private final Channel channel;
    private final EventLoops loops;
    private final BooleanSupplier draining;
    private SocketAddress remoteAddress;
    private SocketAddress localAddress;

    final ConnectionEvents events;
    final Waiter reader;
    final Waiter writer;
    final InputQueue input;
    final OutputQueue output;

    private final LineBuffer lines = new LineBuffer();
    private byte[] gathered = NONE;
    private int gatheredEnd;
    private Thread gatherer;

    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean signalled;
    private volatile Optional<TlsInfo> tls = Optional.empty();

    NettyConnection(Channel channel, EventLoops loops, BooleanSupplier draining, Consumer<NettyConnection> onActive) {
        this.channel = channel;
        this.loops = loops;
        this.draining = draining;
        this.events = new ConnectionEvents(this, loops.settings().writeTimeout(), () -> onActive.accept(this));
        this.reader = new Waiter(channel.eventLoop());
        this.writer = new Waiter(channel.eventLoop());
        this.input = new InputQueue(channel, reader, loops.settings().inputOctets());
        this.output = new OutputQueue(channel, writer, loops.settings().outputOctets());
    }

    /** Event loop: connected, before anybody else has it. */
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

    // --- Input ---

    @Override
    public Wake await(Duration timeout) throws IOException {
        reader.begin(Waiter.deadline(timeout));
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

    /** Adds at least one octet to the line buffer. */
    private void fill(long deadline) throws IOException {
        if (input.take(lines)) {
            return;
        }
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

    private ConnectionClosedException ended() {
        return input.ended().orElse(InputQueue.End.CLOSED).toException();
    }

    // --- Output ---

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            int count = room(length - done);
            System.arraycopy(octets, offset + done, gathered, gatheredEnd, count);
            gatheredEnd += count;
            done += count;
        }
    }

    @Override
    public void write(ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            int count = room(octets.remaining());
            octets.get(gathered, gatheredEnd, count);
            gatheredEnd += count;
        }
    }

    @Override
    public void write(String ascii) throws IOException {
        int length = ascii.length();
        int done = 0;
        while (done < length) {
            int count = room(length - done);
            for (int i = 0; i < count; i++) {
                char c = ascii.charAt(done++);
                gathered[gatheredEnd++] = (byte) (c < 0x80 ? c : '?');
            }
        }
    }

    @Override
    public void writeFrom(InputStream body, long length) throws IOException {
        long left = length;
        while (left > 0) {
            int room = room((int) Math.min(left, GATHERED));
            int count = body.read(gathered, gatheredEnd, room);
            if (count < 0) {
                throw new EOFException("body ended " + left + " octets too early");
            }
            gatheredEnd += count;
            left -= count;
        }
    }

    /** Makes room for some of the wanted octets, and returns for how many. Hands over what was gathered when it is much. */
    private int room(int wanted) throws IOException {
        gatherer = Thread.currentThread();
        if (gatheredEnd >= GATHERED) {
            flush();
        }
        if (gathered.length - gatheredEnd < wanted && gathered.length < GATHERED) {
            int size = Math.min(GATHERED, Math.max(256, Integer.highestOneBit(gatheredEnd + wanted) * 2));
            gathered = Arrays.copyOf(gathered, size);
        }
        return Math.min(wanted, gathered.length - gatheredEnd);
    }

    @Override
    public void flush() throws IOException {
        if (closed.get() || !channel.isActive()) {
            throw ended();
        }
        if (handOver()) {
            output.send();
        }
        if (!output.isWritable()) {
            awaitWritable();
        }
    }

    private boolean handOver() {
        if (gatheredEnd == 0) {
            return false;
        }
        output.add(gathered, gatheredEnd);
        gathered = NONE;
        gatheredEnd = 0;
        return true;
    }

    private void awaitWritable() throws IOException {
        writer.begin(Waiter.deadline(loops.settings().writeTimeout()));
        try {
            while (!output.isWritable()) {
                if (!channel.isActive()) {
                    throw ended();
                }
                if (!writer.sleep()) {
                    throw new DeadlineExceededException(remoteAddress + " does not read what is sent to it");
                }
            }
        } finally {
            writer.end();
        }
    }

    // --- TLS ---

    @Override
    public void startTls(TlsContext context, Duration timeout) throws IOException {
        if (tls.isPresent()) {
            throw new IllegalStateException("TLS is on already");
        }
        if (context.isServer() && gatheredEnd == 0) {
            throw new IllegalStateException("no go-ahead reply is waiting to be sent before TLS");
        }
        handshake(context, timeout);
    }

    /** Sends what was gathered in the clear, drops the input in the clear, and begins TLS, in one step of the event loop. */
    void handshake(TlsContext context, Duration timeout) throws IOException {
        long deadline = Waiter.deadline(timeout);
        TlsHandshake handshake = new TlsHandshake(context, channel, loops.tlsTasks(), reader);
        lines.clear();
        handOver();
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
        if (gatherer == Thread.currentThread()) {
            handOver();
        }
        boolean unread = lines.length() > 0;
        execute(() -> events.closeGracefully(unread));
    }

    /** Closes at once; what is on its way may be lost. Any thread. */
    void abort() {
        execute(channel::close);
    }

    private void execute(Runnable task) {
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            // The event loops have ended, and all channels with them.
        }
    }
}
