package io.postwerk.smtpserver.queue;

import static io.postwerk.smtpserver.queue.QueueFixtures.NOW;
import static io.postwerk.smtpserver.queue.QueueFixtures.address;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postwerk.mail.MailId;
import io.postwerk.smtp.EnhancedCode;
import io.postwerk.smtpserver.DeliveryFailure;
import io.postwerk.smtpserver.Destination;
import io.postwerk.smtpserver.queue.QueueRecords.CorruptRecordException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QueueRecordsTest {
    private static final MailId ID = MailId.create(NOW.toEpochMilli());

    private static final QueuedRecipient RECIPIENT = new QueuedRecipient(
            3,
            address("bob@example.org"),
            address("info@example.org"),
            Destination.REMOTE,
            2,
            NOW,
            true,
            Optional.of(new DeliveryFailure("mx.example.net", 550, new EnhancedCode(5, 1, 1), "no such user")));

    private static final QueuedMail MAIL =
            new QueuedMail(ID, NOW, Optional.of(address("alice@example.org")), true, 77, List.of(RECIPIENT));

    @Test
    void roundTrips() throws Exception {
        byte[] key = QueueRecords.key(ID, 3);
        assertThat(QueueRecords.decodeRecipient(key, QueueRecords.encodeRecipient(RECIPIENT)))
                .isEqualTo(RECIPIENT);
        assertThat(QueueRecords.decodeMail(ID, QueueRecords.encodeEnvelope(MAIL), List.of(RECIPIENT)))
                .isEqualTo(MAIL);
        assertThat(QueueRecords.idOf(key)).isEqualTo(ID);
    }

    /** Octets that an earlier build wrote: they never change within a version. */
    @Test
    void writesAndReadsTheOctetsOfVersionOne() throws Exception {
        byte[] recipient = HexFormat.of()
                .parseHex("010702000000020000019ca9450a000226000f626f62406578616d706c652e6f7267"
                        + "0010696e666f406578616d706c652e6f7267000e6d782e6578616d706c652e6e6574"
                        + "0005352e312e31000c6e6f20737563682075736572");
        assertThat(QueueRecords.encodeRecipient(RECIPIENT)).isEqualTo(recipient);
        assertThat(QueueRecords.decodeRecipient(QueueRecords.key(ID, 3), recipient))
                .isEqualTo(RECIPIENT);
        byte[] envelope =
                HexFormat.of().parseHex("01030000019ca9450a00000000000000004d0011616c696365406578616d706c652e6f7267");
        assertThat(QueueRecords.encodeEnvelope(MAIL)).isEqualTo(envelope);
        assertThat(QueueRecords.decodeMail(ID, envelope, List.of(RECIPIENT))).isEqualTo(MAIL);
    }

    @Test
    void keepsTheSpellingOfEqualAddresses() throws Exception {
        QueuedRecipient recipient = QueuedRecipient.create(
                0, address("alice@example.org"), address("Alice@example.org"), Destination.MAILBOX, NOW);
        QueuedRecipient read =
                QueueRecords.decodeRecipient(QueueRecords.key(ID, 0), QueueRecords.encodeRecipient(recipient));
        assertThat(read.original()).hasToString("Alice@example.org");
        assertThat(read.addressIsPublic()).isTrue();
    }

    @Test
    void cutsAnEndlessReply() throws Exception {
        QueuedRecipient recipient =
                RECIPIENT.deferred(new DeliveryFailure("", 451, new EnhancedCode(4, 0, 0), "x".repeat(70_000)), NOW);
        QueuedRecipient read =
                QueueRecords.decodeRecipient(QueueRecords.key(ID, 3), QueueRecords.encodeRecipient(recipient));
        assertThat(read.lastFailure().orElseThrow().text()).hasSize(65_535);
    }

    @Test
    void refusesVersionsAndFlagsItDoesNotKnow() {
        byte[] envelope = QueueRecords.encodeEnvelope(MAIL);
        envelope[0] = 2;
        assertThatThrownBy(() -> QueueRecords.decodeMail(ID, envelope, List.of(RECIPIENT)))
                .isInstanceOf(CorruptRecordException.class)
                .hasMessage("record of version 2, known is 1");
        byte[] recipient = QueueRecords.encodeRecipient(RECIPIENT);
        recipient[1] |= 0x40;
        assertThatThrownBy(() -> QueueRecords.decodeRecipient(QueueRecords.key(ID, 3), recipient))
                .isInstanceOf(CorruptRecordException.class);
    }

    /** Whatever stands on the disk is either read or refused: no other exception, no endless loop. */
    @Test
    void survivesDamagedRecords() {
        Random random = new Random(20_260_301);
        byte[] envelope = QueueRecords.encodeEnvelope(MAIL);
        byte[] recipient = QueueRecords.encodeRecipient(RECIPIENT);
        int read = 0;
        for (int i = 0; i < 50_000; i++) {
            read += decodes(damaged(envelope, random), true) ? 1 : 0;
            read += decodes(damaged(recipient, random), false) ? 1 : 0;
        }
        assertThat(read).isPositive();
    }

    private static boolean decodes(byte[] record, boolean envelope) {
        try {
            if (envelope) {
                QueueRecords.decodeMail(ID, record, List.of(RECIPIENT));
            } else {
                QueueRecords.decodeRecipient(QueueRecords.key(ID, 3), record);
            }
            return true;
        } catch (CorruptRecordException e) {
            return false;
        }
    }

    private static byte[] damaged(byte[] record, Random random) {
        byte[] copy = Arrays.copyOf(record, random.nextInt(4) > 0 ? record.length : random.nextInt(record.length + 9));
        for (int flips = random.nextInt(4); flips > 0 && copy.length > 0; flips--) {
            copy[random.nextInt(copy.length)] = (byte) random.nextInt();
        }
        return copy;
    }
}
