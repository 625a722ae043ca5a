package io.postwerk.net;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/**
 * One connection, read and written by blocking calls of one thread (a virtual thread, on the server side). Another thread
 * may write while one reads. Any thread may call {@link #signal()}, {@link #draining()}, {@link #inputEnded()}, {@link #tls()}, the
 * addresses and {@link #close()}.
 *
 * <p>Every wait has a time limit; one of zero means "only what is buffered already". All exceptions are {@link
 * IOException}s: {@link ConnectionClosedException} when the peer has gone, {@link DeadlineExceededException} when the time
 * has passed (the connection can still be used), {@link LineTooLongException} and {@link BareLineEndException} from
 * {@link #readLine} (likewise), {@link TlsFailedException} when a handshake fails (the connection is closed).
 */
public interface Connection extends AutoCloseable {

    /** The peer: an {@link java.net.InetSocketAddress}, or a {@link java.net.UnixDomainSocketAddress} (mostly unnamed). */
    SocketAddress remoteAddress();

    /** Our end: an {@link java.net.InetSocketAddress} or a {@link java.net.UnixDomainSocketAddress}. */
    SocketAddress localAddress();

    /** What the connection, and what is done for it, takes of the program's memory. */
    MemoryAccount memory();

    /** What TLS agreed on; empty while the connection is in the clear. */
    Optional<TlsInfo> tls();

    /**
     * Waits for input, an event or the end of the given time, whichever comes first. A returned event is consumed. If
     * an event and input are both present, the event is reported first. A part of a line counts as input.
     */
    Wake await(Duration timeout) throws IOException;

    /** Makes {@link #await} return {@link Wake#EVENT}, now or the next time. Several signals before that are one event. */
    void signal();

    /**
     * Sends what was written and waits for the given time, whatever the peer sends meanwhile. An event ends the wait, and stays
     * for {@link #await}.
     *
     * @throws ConnectionClosedException as soon as the connection is closed
     */
    void pause(Duration time) throws IOException;

    /**
     * Reads one line that ends with CRLF; nothing else ends a line (RFC 5321 2.3.8).
     *
     * @param maxOctets the longest line to accept, counting its CRLF, as RFC 5321 4.5.3.1.4 counts
     * @param timeout for the whole line
     * @return the line without its CRLF
     * @throws LineTooLongException if it is longer; thrown after its true end, so that the session can answer and go on
     * @throws BareLineEndException if a CR or LF stands alone in it; thrown after its true end too
     */
    byte[] readLine(int maxOctets, Duration timeout) throws IOException;

    /**
     * Waits for at least one octet and shows what is buffered, without taking it: a read-only view, which is never empty
     * and is valid until the next call of this, {@link #consume}, {@link #readLine} or {@link #await}.
     */
    ByteBuffer input(Duration timeout) throws IOException;

    /** Takes octets from the front of what {@link #input} showed. */
    void consume(int octets);

    /** Whether octets are buffered already, so that a read would not wait: the peer pipelines. */
    boolean hasInput();

    /**
     * Whether no more octets will come than are buffered: the peer has ended its stream, or the connection is broken. Long work
     * asks this to learn that nobody waits for its result, also while commands of the peer are still unread. A peer that ended
     * its stream in the clear may still read. As long as the peer has sent more than is buffered here, its end is not seen.
     */
    boolean inputEnded();

    /**
     * Adds octets to the output. They are sent by {@link #flush()}, when the buffer is full, and before this thread
     * waits for input, so that the peer never waits for a reply that is still buffered.
     */
    default void write(byte[] octets) throws IOException {
        write(octets, 0, octets.length);
    }

    /** Adds a part of an array to the output; it is copied. */
    void write(byte[] octets, int offset, int length) throws IOException;

    /** Adds all remaining octets of a buffer to the output; they are copied. */
    void write(ByteBuffer octets) throws IOException;

    /** Adds ASCII text to the output; what is not ASCII is sent as {@code ?}. */
    void write(String ascii) throws IOException;

    /** Adds exactly {@code length} octets of a stream to the output, waiting while the peer reads slowly. */
    void writeFrom(InputStream body, long length) throws IOException;

    /**
     * Sends what was written. While too much is on its way to a peer that reads slowly, waits, at most for the edge's
     * write timeout ({@link DeadlineExceededException}).
     */
    void flush() throws IOException;

    /**
     * Goes over to TLS, in the role that the context has. All input that was buffered in the clear is dropped: nothing
     * that was injected before TLS is ever read after it (RFC 3207 4.2, RFC 2595 2.2).
     *
     * <p>As a server: {@link #write} the go-ahead reply and call this <em>without</em> a flush between them; the reply is
     * sent in the same step in which the input is dropped, so that the peer's handshake can never be dropped with it.
     * As a client: call this after the server's go-ahead reply was read.
     *
     * @throws IllegalStateException as a server, if no reply is waiting to be sent; or if TLS is on already
     */
    void startTls(TlsContext context, Duration timeout) throws IOException;

    /**
     * The server is stopping: finish what is in progress, begin nothing new. Its beginning is signalled as an event.
     */
    boolean draining();

    /**
     * Sends what this thread has written, ends the stream and closes. Does not wait for the peer, and never fails: what can not be
     * sent within the write timeout is given up. Closing again does nothing.
     */
    @Override
    void close();
}
