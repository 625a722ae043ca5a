package io.postwerk.store.rocksdb;

import io.postwerk.mail.CompactReader;
import io.postwerk.mail.CompactWriter;
import io.postwerk.store.QuotaLimits.MailboxUsage;
import io.postwerk.store.UidSet;
import java.time.Instant;

/**
 * What is kept of a mailbox.
 *
 * @param number stands for the mailbox in all keys
 * @param lastFolder the last folder id that was given out
 * @param lastUidValidity the last UIDVALIDITY that was given out
 * @param usage what all its messages take up
 */
record MailboxRecord(int number, long lastFolder, long lastUidValidity, MailboxUsage usage) {
    MailboxRecord withFolder(Instant now) {
        long uidValidity = Math.max(lastUidValidity + 1, Math.min(now.getEpochSecond(), UidSet.MAX_UID));
        return new MailboxRecord(number, lastFolder + 1, uidValidity, usage);
    }

    MailboxRecord withUsage(MailboxUsage newUsage) {
        return new MailboxRecord(number, lastFolder, lastUidValidity, newUsage);
    }

    byte[] encode() {
        return new CompactWriter(32)
                .number(number)
                .number(lastFolder)
                .number(lastUidValidity)
                .number(usage.octets())
                .number(usage.messages())
                .toByteArray();
    }

    static MailboxRecord decode(byte[] encoded) {
        CompactReader in = new CompactReader(encoded);
        return new MailboxRecord(
                (int) in.number(), in.number(), in.number(), new MailboxUsage(in.number(), in.number()));
    }
}
