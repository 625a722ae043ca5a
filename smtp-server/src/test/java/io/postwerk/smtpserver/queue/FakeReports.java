package io.postwerk.smtpserver.queue;

import io.postwerk.mail.MailId;
import io.postwerk.mail.MessageSource;
import io.postwerk.smtpserver.Destination;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reports that say only what they are about; to the reverse-path, in a mailbox of ours. */
final class FakeReports implements FailureReports {
    private final InstantSource clock;
    private final List<String> reported = new ArrayList<>();
    private Optional<Report> instead = Optional.empty();

    FakeReports(InstantSource clock) {
        this.clock = clock;
    }

    void answer(Report report) {
        instead = Optional.of(report);
    }

    void answerAsUsual() {
        instead = Optional.empty();
    }

    List<String> reported() {
        return reported;
    }

    @Override
    public Report report(Kind kind, QueuedMail mail, List<Case> cases, MessageSource body) {
        reported.add(kind + " "
                + cases.stream()
                        .map(it -> it.recipient().address() + " " + it.failure().code())
                        .toList());
        if (instead.isPresent()) {
            return instead.get();
        }
        if (mail.reversePath().isEmpty()) {
            return new Report.Nobody("null reverse-path");
        }
        var sender = mail.reversePath().get();
        QueuedMail report = new QueuedMail(
                MailId.create(clock.millis()),
                clock.instant(),
                Optional.empty(),
                false,
                6,
                List.of(QueuedRecipient.create(0, sender, sender, Destination.MAILBOX, clock.instant())));
        return new Report.Ready(report, QueueFixtures.body("report"));
    }
}
