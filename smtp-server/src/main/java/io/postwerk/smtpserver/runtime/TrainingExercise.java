package io.postwerk.smtpserver.runtime;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.postwerk.mail.EmailAddress;
import io.postwerk.mail.MessageSource;
import io.postwerk.net.ListenerSettings;
import io.postwerk.net.NetServer;
import io.postwerk.net.NetSettings;
import io.postwerk.smtpserver.Destination;
import io.postwerk.smtpserver.MailId;
import io.postwerk.smtpserver.queue.QueueChange;
import io.postwerk.smtpserver.queue.QueuedMail;
import io.postwerk.smtpserver.queue.QueuedRecipient;
import io.postwerk.smtpserver.queue.RocksMailQueue;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a training run does: a mail through the queue, and a listener opened and closed. */
final class TrainingExercise {
    private TrainingExercise() {}

    static void run(Path scratch) throws Exception {
        SmtpMetrics metrics = new SmtpMetrics(new SimpleMeterRegistry());
        try (RocksMailQueue queue = RocksMailQueue.open(scratch.resolve("queue"), metrics, (id, problem) -> {})) {
            EmailAddress address = EmailAddress.parse("alice@example.org");
            Instant now = Instant.now();
            byte[] body = "Subject: training\r\n\r\nNothing.\r\n".getBytes(StandardCharsets.US_ASCII);
            QueuedMail mail = new QueuedMail(
                    MailId.create(now.toEpochMilli()),
                    now,
                    Optional.of(address),
                    false,
                    body.length,
                    List.of(QueuedRecipient.create(0, address, address, Destination.MAILBOX, now)));
            queue.commit(
                    new QueueChange.Builder().add(mail, MessageSource.of(body)).build());
            queue.find(mail.id());
            try (MessageSource read = queue.body(mail)) {
                read.readAll();
            }
            queue.commit(new QueueChange.Builder()
                    .remove(mail.id(), 0)
                    .finish(mail.id(), body.length)
                    .build());
        }
        try (NetServer net = NetServer.create(NetSettings.defaults().withEventLoops(1))) {
            net.bind(ListenerSettings.of("training", new InetSocketAddress("127.0.0.1", 0)), connection -> {});
        }
    }
}
