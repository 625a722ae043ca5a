package io.postwerk.smtpserver.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.mail.MailId;
import io.postwerk.smtpserver.queue.QueueRecords.CorruptRecordException;
import java.util.HexFormat;
import java.util.List;

/** Records of the queue, damaged: refused as that, or written as they were read. */
public final class QueueRecordFuzz {
    private static final byte[] KEY = new byte[MailId.OCTETS + 4];
    private static final byte[] RECIPIENT = HexFormat.of()
            .parseHex("010702000000020000019ca9450a000226000f626f62406578616d706c652e6f7267"
                    + "0010696e666f406578616d706c652e6f7267000e6d782e6578616d706c652e6e6574"
                    + "0005352e312e31000c6e6f20737563682075736572");

    private QueueRecordFuzz() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        try {
            QueuedRecipient recipient = QueueRecords.decodeRecipient(KEY, octets);
            QueuedRecipient again = QueueRecords.decodeRecipient(KEY, QueueRecords.encodeRecipient(recipient));
            assertThat(again).isEqualTo(recipient);
        } catch (CorruptRecordException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
        try {
            QueuedRecipient recipient = QueueRecords.decodeRecipient(KEY, RECIPIENT);
            QueueRecords.encodeEnvelope(
                    QueueRecords.decodeMail(MailId.fromBytes(new byte[MailId.OCTETS]), octets, List.of(recipient)));
        } catch (CorruptRecordException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
        try {
            QueueRecords.idOf(octets);
        } catch (CorruptRecordException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
