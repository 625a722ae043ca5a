package io.postwerk.smtp.server;

import io.postwerk.mail.MailId;
import io.postwerk.mail.MessageBuffer;
import io.postwerk.mail.MessageSource;
import io.postwerk.net.Connection;
import io.postwerk.net.MemoryAccount;
import io.postwerk.net.TransferDeadline;
import io.postwerk.smtp.Replies;
import io.postwerk.smtp.SmtpReply;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reads a message after DATA to its true end. Whatever is wrong with it, all of it is read, so that no octet of a message
 * is ever taken for a command.
 */
final class MessageReceiver {
    private static final System.Logger LOG = System.getLogger(MessageReceiver.class.getName());
    private static final int CHUNK = 8 * 1024;

    private final MailId mail;
    private final long maxOctets;
    private final DotScanner scanner = new DotScanner();
    private final MessageBuffer buffer;
    private Optional<SmtpReply> refusal = Optional.empty();

    /** What has come in. */
    sealed interface Received {
        record Whole(MessageSource message) implements Received {}

        record Refused(SmtpReply reply) implements Received {}
    }

    /**
     * @param mail whose message it is, for the log
     * @param memory from which the message takes what it can get; the rest goes to disk
     */
    MessageReceiver(MailId mail, long maxOctets, MemoryAccount memory, Path spool) {
        this.mail = mail;
        this.maxOctets = maxOctets;
        this.buffer = new MessageBuffer(memory::trySpool, spool);
    }

    /**
     * Reads up to the terminator.
     *
     * @param rules how long it may take (RFC 5321 4.5.3.2.7)
     * @throws io.postwerk.net.DeadlineExceededException if it takes longer; what had come is dropped
     * @throws IOException if the connection fails; what had come is dropped
     */
    Received receive(Connection connection, TransferDeadline.Rules rules) throws IOException {
        try {
            byte[] chunk = new byte[CHUNK];
            TransferDeadline deadline = new TransferDeadline(rules);
            long received = 0;
            while (!scanner.ended()) {
                ByteBuffer input = connection.input(deadline.remaining(received));
                int length = Math.min(input.remaining(), chunk.length);
                received += length;
                input.get(chunk, 0, length);
                connection.consume(scanner.scan(chunk, length, this::keep));
            }
            return result();
        } finally {
            discard();
        }
    }

    private Received result() {
        if (scanner.bareLineEnd()) {
            return new Received.Refused(Replies.BARE_LINE_END_IN_MESSAGE);
        }
        if (scanner.nul()) {
            // RFC 5322 4: NUL is obsolete; it is not stripped, since that would break signatures
            return new Received.Refused(Replies.NUL_IN_MESSAGE);
        }
        if (refusal.isEmpty()) {
            try {
                return new Received.Whole(buffer.toSource());
            } catch (IOException e) {
                refuseForStorage(e);
            }
        }
        return new Received.Refused(refusal.orElseThrow());
    }

    private void keep(byte[] octets, int offset, int length) {
        if (refusal.isPresent()) {
            return;
        }
        if (buffer.size() + length > maxOctets) {
            // RFC 1870 6.3
            refusal = Optional.of(Replies.MESSAGE_TOO_BIG);
            discard();
            return;
        }
        try {
            buffer.write(octets, offset, length);
        } catch (IOException e) {
            refuseForStorage(e);
            discard();
        }
    }

    private void refuseForStorage(IOException e) {
        LOG.log(Level.ERROR, "cannot keep the message of mail " + mail + " while it arrives", e);
        refusal = Optional.of(Replies.INSUFFICIENT_STORAGE);
    }

    private void discard() {
        try {
            buffer.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "cannot close the temporary file of mail " + mail, e);
        }
    }
}
