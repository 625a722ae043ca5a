package io.postwerk.imapserver.imap.session;

import io.postwerk.imapserver.imap.ImapSessionLimits;
import io.postwerk.imapserver.imap.codec.CodecLimits;
import io.postwerk.imapserver.imap.codec.CommandText;
import io.postwerk.imapserver.imap.codec.LiteralHeader;
import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.imap.codec.UntaggedResponses;
import io.postwerk.net.BareLineEndException;
import io.postwerk.net.Connection;
import io.postwerk.net.DeadlineExceededException;
import io.postwerk.net.LineTooLongException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/**
 * Reads commands from the connection, with their literals (RFC 3501 section 4.3, RFC 7888). The message of APPEND
 * is left on the connection: its handler reads it with {@link #receive}, or it is dropped by {@link #discardPending}.
 */
public final class ImapCommandReader {
    private static final int CRLF = 2;

    /** How long a literal waits for memory before its command is refused. */
    private static final Duration MEMORY_PATIENCE = Duration.ofSeconds(5);

    private static final byte[] CONTINUE = UntaggedResponses.continuation("Ready for literal");

    private final Connection connection;
    private final ImapSessionLimits limits;
    private final ImapTimeouts timeouts;
    private long received;
    private Optional<LiteralHeader> pending = Optional.empty();

    /** Octets of the present command that are taken from the program's memory. */
    private int held;

    ImapCommandReader(Connection connection, ImapSessionLimits limits, ImapTimeouts timeouts) {
        this.connection = connection;
        this.limits = limits;
        this.timeouts = timeouts;
    }

    /** What the client sent. */
    public sealed interface Arrival {
        CommandText text();

        /** A command, whole or up to the message of APPEND. */
        record Whole(CommandText text) implements Arrival {}

        /** A command that exceeds a limit. Whatever the client sends of it has been read. */
        record Refused(CommandText text, StatusResponse response) implements Arrival {}
    }

    /** Reads the next command, whose first octets are there already. {@link #done} must follow. */
    public Arrival next(CodecLimits codec) throws IOException {
        CommandText text = new CommandText(line(codec));
        while (true) {
            hold(text);
            Optional<LiteralHeader> literal = text.pendingLiteral();
            if (literal.isEmpty()) {
                return new Arrival.Whole(text);
            }
            pending = literal;
            if (text.awaitsMessage()) {
                return new Arrival.Whole(text);
            }
            Optional<StatusResponse> refusal = refusal(text, literal.get(), codec);
            if (refusal.isPresent()) {
                discardPending(codec);
                return new Arrival.Refused(text, refusal.get());
            }
            try (LiteralBuffer octets =
                    new LiteralBuffer(connection.memory(), (int) literal.get().octets(), MEMORY_PATIENCE)) {
                receive(octets);
                if (octets.refused()) {
                    afterLiteral(codec);
                    discardPending(codec);
                    return new Arrival.Refused(text, StatusResponses.memoryLow());
                }
                byte[] whole = octets.take();
                held += whole.length;
                text.add(whole, rest(codec));
            }
        }
    }

    /** Counts the line that was added last; what is counted of a command bounds the literals that it may have. */
    private void hold(CommandText text) {
        int more = text.octets() - held;
        connection.memory().count(more);
        held += more;
    }

    /** The command that was read is not needed any more. */
    public void done() {
        connection.memory().giveBack(held);
        held = 0;
    }

    private static Optional<StatusResponse> refusal(CommandText text, LiteralHeader literal, CodecLimits codec) {
        if (literal.octets() > codec.literalOctets()) {
            return Optional.of(StatusResponses.literalTooLarge());
        }
        if (text.octets() + literal.octets() > codec.commandOctets()) {
            return Optional.of(StatusResponses.commandTooLarge());
        }
        return Optional.empty();
    }

    /** Reads a line that begins a command, or is none: of IDLE, or of AUTHENTICATE. */
    public byte[] line(CodecLimits codec) throws IOException {
        timeouts.beginCommand();
        received = 0;
        return rest(codec);
    }

    /** Reads one more line of a command. */
    private byte[] rest(CodecLimits codec) throws IOException {
        try {
            return connection.readLine(codec.lineOctets() + CRLF, timeouts.forCommand(received));
        } catch (DeadlineExceededException e) {
            throw new EndSessionException(StatusResponses.inputLost());
        } catch (LineTooLongException e) {
            // The lost line may have announced a literal, whose octets must never be read as commands
            throw new EndSessionException(StatusResponses.lineTooLong());
        } catch (BareLineEndException e) {
            throw new EndSessionException(StatusResponses.bareLineEnd());
        }
    }

    /** Reads what follows a literal that was received; it may announce another one. */
    public byte[] afterLiteral(CodecLimits codec) throws IOException {
        byte[] line = rest(codec);
        pending = LiteralHeader.atEndOf(line);
        return line;
    }

    /** Reads the pending literal, after a continuation request if it is synchronizing. */
    public void receive(OutputStream target) throws IOException {
        LiteralHeader literal = pending.orElseThrow(() -> new IllegalStateException("no literal is pending"));
        pending = Optional.empty();
        if (literal.synchronizing()) {
            // RFC 3501 7.5
            connection.write(CONTINUE);
            connection.flush();
        }
        transfer(literal.octets(), target);
    }

    /**
     * Drops a literal that no command has read. The client does not send a synchronizing literal without a continuation
     * request. A non-synchronizing one, and what follows it, must be read (RFC 7888 section 4).
     */
    public void discardPending(CodecLimits codec) throws IOException {
        while (pending.isPresent()) {
            LiteralHeader literal = pending.get();
            pending = Optional.empty();
            if (literal.synchronizing()) {
                return;
            }
            if (literal.octets() > Math.max(codec.commandOctets(), skippable(codec))) {
                throw new EndSessionException(StatusResponses.cannotSkipLiteral());
            }
            transfer(literal.octets(), OutputStream.nullOutputStream());
            pending = LiteralHeader.atEndOf(rest(codec));
        }
    }

    /** The largest message of APPEND that is read and dropped to keep the session; none before login. */
    private long skippable(CodecLimits codec) {
        return codec.equals(limits.beforeLogin()) ? 0 : 2 * limits.messageOctets();
    }

    private void transfer(long octets, OutputStream target) throws IOException {
        byte[] block = new byte[(int) Math.min(octets, 16 * 1024)];
        long left = octets;
        while (left > 0) {
            ByteBuffer input = input();
            int taken = (int) Math.min(Math.min(left, block.length), input.remaining());
            input.get(block, 0, taken);
            connection.consume(taken);
            received += taken;
            target.write(block, 0, taken);
            left -= taken;
        }
    }

    private ByteBuffer input() throws IOException {
        try {
            return connection.input(timeouts.forCommand(received));
        } catch (DeadlineExceededException e) {
            throw new EndSessionException(StatusResponses.inputLost());
        }
    }
}
