package io.postwerk.smtpserver.queue;

import io.postwerk.mail.AddressException;
import io.postwerk.mail.EmailAddress;
import io.postwerk.mail.MailId;
import io.postwerk.smtp.EnhancedCode;
import io.postwerk.smtpserver.DeliveryFailure;
import io.postwerk.smtpserver.Destination;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The octets of envelopes and recipients on disk, and the keys under which they stand. Each record begins with the
 * version of its layout; integers are big-endian; a text is its length in octets (two octets) and its UTF-8.
 *
 * <p>Keys begin with the mail's id, so that everything of a mail is together and mails are in the order of arrival:
 * envelope {@code id}, recipient {@code id index(4)}, chunk of the body {@code id chunk(4)}.
 */
final class QueueRecords {
    private static final byte VERSION = 1;
    private static final int MAX_TEXT_OCTETS = 0xFFFF;

    private static final int HAS_REVERSE_PATH = 1;
    private static final int EIGHT_BIT = 2;

    private static final int HAS_ORIGINAL = 1;
    private static final int HAS_FAILURE = 2;
    private static final int DELAY_REPORTED = 4;

    /** A record that no version of this program wrote, or one of a newer version. */
    static final class CorruptRecordException extends Exception {
        private static final long serialVersionUID = 1L;

        CorruptRecordException(String message) {
            super(message);
        }
    }

    private QueueRecords() {}

    static byte[] key(MailId id, int number) {
        byte[] key = Arrays.copyOf(id.toBytes(), MailId.OCTETS + 4);
        ByteBuffer.wrap(key, MailId.OCTETS, 4).putInt(number);
        return key;
    }

    /** The id that a key begins with. */
    static MailId idOf(byte[] key) throws CorruptRecordException {
        if (key.length < MailId.OCTETS) {
            throw new CorruptRecordException("key of " + key.length + " octets");
        }
        return MailId.fromBytes(key.length == MailId.OCTETS ? key : Arrays.copyOf(key, MailId.OCTETS));
    }

    /** Everything of the mail but its recipients. */
    static byte[] encodeEnvelope(QueuedMail mail) {
        byte[] reversePath = mail.reversePath().map(QueueRecords::octets).orElse(new byte[0]);
        ByteBuffer out = ByteBuffer.allocate(1 + 1 + 8 + 8 + 2 + reversePath.length);
        int flags = (mail.reversePath().isPresent() ? HAS_REVERSE_PATH : 0) | (mail.eightBit() ? EIGHT_BIT : 0);
        out.put(VERSION).put((byte) flags);
        out.putLong(mail.arrived().toEpochMilli()).putLong(mail.octets());
        putText(out, reversePath);
        return out.array();
    }

    /** The mail of that envelope with these recipients, at least one. */
    static QueuedMail decodeMail(MailId id, byte[] envelope, List<QueuedRecipient> recipients)
            throws CorruptRecordException {
        try {
            ByteBuffer in = ByteBuffer.wrap(envelope);
            checkVersion(in);
            int flags = in.get();
            checkFlags(flags, HAS_REVERSE_PATH | EIGHT_BIT);
            Instant arrived = Instant.ofEpochMilli(in.getLong());
            long octets = in.getLong();
            String reversePath = text(in);
            checkEnd(in);
            if (octets < 0) {
                throw new CorruptRecordException("negative size");
            }
            return new QueuedMail(
                    id,
                    arrived,
                    (flags & HAS_REVERSE_PATH) != 0 ? Optional.of(address(reversePath)) : Optional.empty(),
                    (flags & EIGHT_BIT) != 0,
                    octets,
                    recipients);
        } catch (BufferUnderflowException e) {
            throw new CorruptRecordException("envelope is cut off");
        }
    }

    static byte[] encodeRecipient(QueuedRecipient recipient) {
        byte[] address = octets(recipient.address());
        // Compared as they are spelled: equal addresses may be spelled in two ways, and the sender sees his.
        boolean hasOriginal =
                !recipient.original().toString().equals(recipient.address().toString());
        byte[] original = hasOriginal ? octets(recipient.original()) : new byte[0];
        Optional<DeliveryFailure> failure = recipient.lastFailure();
        byte[] host = failure.map(f -> octets(f.host())).orElse(new byte[0]);
        byte[] enhanced = failure.map(f -> octets(f.enhanced())).orElse(new byte[0]);
        byte[] text = failure.map(f -> octets(f.text())).orElse(new byte[0]);
        ByteBuffer out = ByteBuffer.allocate(
                3 + 4 + 8 + 2 + 5 * 2 + address.length + original.length + host.length + enhanced.length + text.length);
        int flags = (hasOriginal ? HAS_ORIGINAL : 0)
                | (failure.isPresent() ? HAS_FAILURE : 0)
                | (recipient.delayReported() ? DELAY_REPORTED : 0);
        out.put(VERSION).put((byte) flags).put((byte) recipient.destination().code());
        out.putInt(recipient.attempts()).putLong(recipient.nextAttempt().toEpochMilli());
        out.putShort((short) (int) failure.map(DeliveryFailure::code).orElse(0));
        putText(out, address);
        putText(out, original);
        putText(out, host);
        putText(out, enhanced);
        putText(out, text);
        return out.array();
    }

    static QueuedRecipient decodeRecipient(byte[] key, byte[] record) throws CorruptRecordException {
        if (key.length != MailId.OCTETS + 4) {
            throw new CorruptRecordException("recipient key of " + key.length + " octets");
        }
        try {
            ByteBuffer in = ByteBuffer.wrap(record);
            checkVersion(in);
            int flags = in.get();
            checkFlags(flags, HAS_ORIGINAL | HAS_FAILURE | DELAY_REPORTED);
            Destination destination = destination(in.get());
            int attempts = in.getInt();
            Instant nextAttempt = Instant.ofEpochMilli(in.getLong());
            int code = in.getShort();
            EmailAddress address = address(text(in));
            String original = text(in);
            String host = text(in);
            String enhanced = text(in);
            String text = text(in);
            checkEnd(in);
            boolean hasFailure = (flags & HAS_FAILURE) != 0;
            return new QueuedRecipient(
                    ByteBuffer.wrap(key, MailId.OCTETS, 4).getInt(),
                    address,
                    (flags & HAS_ORIGINAL) != 0 ? address(original) : address,
                    destination,
                    attempts,
                    nextAttempt,
                    (flags & DELAY_REPORTED) != 0,
                    hasFailure ? Optional.of(failure(host, code, enhanced, text)) : Optional.empty());
        } catch (BufferUnderflowException e) {
            throw new CorruptRecordException("recipient is cut off");
        } catch (IllegalArgumentException e) {
            throw new CorruptRecordException(String.valueOf(e.getMessage()));
        }
    }

    private static DeliveryFailure failure(String host, int code, String enhanced, String text) {
        return new DeliveryFailure(
                host, code, EnhancedCode.tryParse(enhanced).orElseGet(() -> DeliveryFailure.unspecified(code)), text);
    }

    private static Destination destination(int code) throws CorruptRecordException {
        for (Destination destination : Destination.values()) {
            if (destination.code() == code) {
                return destination;
            }
        }
        throw new CorruptRecordException("unknown destination " + code);
    }

    private static EmailAddress address(String text) throws CorruptRecordException {
        try {
            return EmailAddress.parse(text);
        } catch (AddressException e) {
            throw new CorruptRecordException(String.valueOf(e.getMessage()));
        }
    }

    private static void checkVersion(ByteBuffer in) throws CorruptRecordException {
        byte version = in.get();
        if (version != VERSION) {
            throw new CorruptRecordException("record of version " + version + ", known is " + VERSION);
        }
    }

    private static void checkFlags(int flags, int known) throws CorruptRecordException {
        if ((flags & ~known) != 0) {
            throw new CorruptRecordException("unknown flags " + flags);
        }
    }

    private static void checkEnd(ByteBuffer in) throws CorruptRecordException {
        if (in.hasRemaining()) {
            throw new CorruptRecordException(in.remaining() + " octets too many");
        }
    }

    private static byte[] octets(Object text) {
        byte[] octets = text.toString().getBytes(StandardCharsets.UTF_8);
        // Only a reply's text can be this long.
        return octets.length <= MAX_TEXT_OCTETS ? octets : Arrays.copyOf(octets, MAX_TEXT_OCTETS);
    }

    private static void putText(ByteBuffer out, byte[] octets) {
        out.putShort((short) octets.length).put(octets);
    }

    private static String text(ByteBuffer in) {
        int length = in.getShort() & 0xFFFF;
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        String text = new String(in.array(), in.arrayOffset() + in.position(), length, StandardCharsets.UTF_8);
        in.position(in.position() + length);
        return text;
    }
}
