package io.postwerk.store.rocksdb;

import io.postwerk.store.AppendRequest.DeliveryId;
import io.postwerk.store.Folder.FolderId;
import io.postwerk.store.FolderName;
import io.postwerk.store.MailboxId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The keys of all records. Numbers are big-endian, so that records lie in the order of their numbers. {@code m} is the
 * number of the mailbox and {@code f} that of the folder (4 octets each), {@code b} that of a body (8 octets).
 *
 * <pre>
 * meta        "format"        format version
 *             "g" b           a body that nobody refers to
 *             "r" b           how many messages refer to a body, if more than one
 *             "t" m f         a deleted folder whose messages are still there
 *             "p" m           id of a removed mailbox of which something is still there
 * mailboxes   mailbox id      mailbox
 * folders     m "f" f         folder
 *             m "s" name      subscription
 *             m "v" f modSeq  messages that were removed in one step
 * messages    m f page        messages
 * summaries   b               summary of a message
 * bodies      b chunk         part of a message
 * deliveries  m delivery id   delivery
 * </pre>
 */
final class Keys {
    static final byte FOLDER = 'f';
    static final byte SUBSCRIPTION = 's';
    static final byte REMOVAL = 'v';
    static final byte GARBAGE = 'g';
    static final byte REFERENCES = 'r';
    static final byte TRASH = 't';
    static final byte PURGE = 'p';

    private Keys() {}

    static byte[] mailbox(MailboxId mailbox) {
        return mailbox.value().getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] folder(int mailbox, FolderId folder) {
        return ByteBuffer.allocate(9)
                .putInt(mailbox)
                .put(FOLDER)
                .putInt(number(folder))
                .array();
    }

    /** The prefix of all folders, subscriptions or removals of a mailbox. */
    static byte[] ofMailbox(int mailbox, byte kind) {
        return ByteBuffer.allocate(5).putInt(mailbox).put(kind).array();
    }

    static byte[] subscription(int mailbox, FolderName name) {
        byte[] encoded = name.value().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(5 + encoded.length)
                .putInt(mailbox)
                .put(SUBSCRIPTION)
                .put(encoded)
                .array();
    }

    static FolderName subscribed(byte[] key) {
        return new FolderName(new String(key, 5, key.length - 5, StandardCharsets.UTF_8));
    }

    static byte[] removals(int mailbox, FolderId folder) {
        return ByteBuffer.allocate(9)
                .putInt(mailbox)
                .put(REMOVAL)
                .putInt(number(folder))
                .array();
    }

    static byte[] removal(int mailbox, FolderId folder, long modSeq) {
        return ByteBuffer.allocate(17)
                .putInt(mailbox)
                .put(REMOVAL)
                .putInt(number(folder))
                .putLong(modSeq)
                .array();
    }

    /** The prefix of all pages of a folder. */
    static byte[] pages(int mailbox, FolderId folder) {
        return ByteBuffer.allocate(8).putInt(mailbox).putInt(number(folder)).array();
    }

    static byte[] page(int mailbox, FolderId folder, long page) {
        return ByteBuffer.allocate(12)
                .putInt(mailbox)
                .putInt(number(folder))
                .putInt((int) page)
                .array();
    }

    static long pageNumber(byte[] key) {
        return Integer.toUnsignedLong(intAt(key, 8));
    }

    /** The key of a summary, and what the keys of a body's chunks begin with. */
    static byte[] body(long body) {
        return ByteBuffer.allocate(8).putLong(body).array();
    }

    static byte[] chunk(long body, int chunk) {
        return ByteBuffer.allocate(12).putLong(body).putInt(chunk).array();
    }

    static byte[] delivery(int mailbox, DeliveryId delivery) {
        byte[] id = delivery.value().getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(4 + id.length).putInt(mailbox).put(id).array();
    }

    static byte[] garbage(long body) {
        return ByteBuffer.allocate(9).put(GARBAGE).putLong(body).array();
    }

    static byte[] references(long body) {
        return ByteBuffer.allocate(9).put(REFERENCES).putLong(body).array();
    }

    static byte[] purge(int mailbox) {
        return ByteBuffer.allocate(5).put(PURGE).putInt(mailbox).array();
    }

    /** The prefix of all that a mailbox has in a family. */
    static byte[] ofMailbox(int mailbox) {
        return ByteBuffer.allocate(4).putInt(mailbox).array();
    }

    /** The prefix of all deleted folders of a mailbox. */
    static byte[] trash(int mailbox) {
        return ByteBuffer.allocate(5).put(TRASH).putInt(mailbox).array();
    }

    static byte[] trash(int mailbox, FolderId folder) {
        return ByteBuffer.allocate(9)
                .put(TRASH)
                .putInt(mailbox)
                .putInt(number(folder))
                .array();
    }

    static int intAt(byte[] key, int offset) {
        return ByteBuffer.wrap(key).getInt(offset);
    }

    static long longAt(byte[] key, int offset) {
        return ByteBuffer.wrap(key).getLong(offset);
    }

    private static int number(FolderId folder) {
        return Math.toIntExact(folder.value());
    }
}
