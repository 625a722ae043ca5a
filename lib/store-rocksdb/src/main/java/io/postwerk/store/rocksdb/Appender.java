package io.postwerk.store.rocksdb;

import io.postwerk.mail.LongWork;
import io.postwerk.mail.MessageSource;
import io.postwerk.mail.MessageSummary;
import io.postwerk.rocksdb.CommitLog;
import io.postwerk.rocksdb.Committer;
import io.postwerk.store.AppendRequest;
import io.postwerk.store.MailboxStore;
import io.postwerk.store.StoreException;
import io.postwerk.store.StoreResult.AppendResult;
import io.postwerk.store.StoreResult.LimitReached;
import io.postwerk.store.StoreResult.NoSuchFolder;
import io.postwerk.store.StoreResult.OverQuota;
import io.postwerk.store.StoreResult.StoreFailed;
import io.postwerk.store.engine.MessageRow;
import io.postwerk.store.rocksdb.MessageIntents.Prepared;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Prepares appends on the threads of their callers, and submits them to the committer. */
final class Appender {
    private final Bodies bodies;
    private final Committer<Batch> committer;
    private final MessageIntents intents;
    private final InstantSource clock;

    Appender(Bodies bodies, Committer<Batch> committer, MessageIntents intents, InstantSource clock) {
        this.bodies = bodies;
        this.committer = committer;
        this.intents = intents;
        this.clock = clock;
    }

    /** Either what the committer is to do, or an answer without it. */
    private sealed interface Step {}

    private record Ready(Prepared message) implements Step {}

    private record Refused(AppendResult result) implements Step {}

    /** @param mailboxes that of each append */
    List<AppendResult> append(List<AppendRequest> appends, List<MailboxEntry> mailboxes) {
        List<Step> steps = new ArrayList<>(appends.size());
        List<CommitLog.Intent<Batch, AppendResult>> ready = new ArrayList<>(appends.size());
        for (int i = 0; i < appends.size(); i++) {
            MailboxEntry mailbox = mailboxes.get(i);
            Step step = prepare(appends.get(i), mailbox);
            steps.add(step);
            if (step instanceof Ready(Prepared message)) {
                // Certainly not added: what was written of it can be taken back.
                ready.add(Mailboxes.unlessGone(
                        mailbox, batch -> intents.append(batch, mailbox, message), removed -> new NoSuchFolder(true)));
            }
        }
        var answers = committer.submitAll(ready, Failures::of).iterator();
        List<AppendResult> results = new ArrayList<>(appends.size());
        for (Step step : steps) {
            results.add(
                    switch (step) {
                        case Refused refused -> refused.result;
                        case Ready done -> finish(done.message, answers.next());
                    });
        }
        return results;
    }

    private Step prepare(AppendRequest request, MailboxEntry mailbox) {
        MessageSource message = request.message();
        if (message.size() > MailboxStore.MAX_MESSAGE_OCTETS) {
            return new Refused(new LimitReached(LimitReached.Limit.MESSAGE_OCTETS));
        }
        long body = bodies.next();
        try {
            byte[] summary = summary(message);
            Optional<byte[]> contents = Bodies.small(message);
            if (contents.isEmpty()) {
                Optional<AppendResult> refusal = foreseen(request, mailbox);
                if (refusal.isPresent()) {
                    return new Refused(refusal.get());
                }
                bodies.write(body, message);
            }
            long date = MessageRow.keptDate(request.internalDate().orElseGet(clock::instant))
                    .getEpochSecond();
            return new Ready(new Prepared(request, body, (int) message.size(), summary, contents, date));
        } catch (IOException e) {
            return new Refused(new StoreFailed("the message cannot be read: " + e.getMessage()));
        } catch (StoreException e) {
            return new Refused(StoreFailed.of(e));
        }
    }

    /** Goes through the whole message, on the thread of a session: others go on between two parts of it. */
    private static byte[] summary(MessageSource message) throws IOException {
        try (LongWork work = new LongWork(LongWork.Check.NONE)) {
            return MessageSummary.toKeep(work.paced(message));
        }
    }

    /** Spares writing a large message that will be refused anyway, as far as that can be seen. */
    private static Optional<AppendResult> foreseen(AppendRequest request, MailboxEntry mailbox) {
        if (request.deliveryId().isPresent()) {
            return Optional.empty(); // It may be a replay, which is another answer.
        }
        if (mailbox.tree().folder(request.folder()).isEmpty()) {
            return Optional.of(new NoSuchFolder(true));
        }
        return request.limits().allows(mailbox.usage().plus(request.message().size(), 1))
                ? Optional.empty()
                : Optional.of(new OverQuota(mailbox.usage()));
    }

    private AppendResult finish(Prepared message, AppendResult result) {
        boolean added = result instanceof AppendResult.Appended;
        // After a failure the message may be there all the same: what nobody refers to is found at the next start.
        boolean unknown = result instanceof StoreFailed failed && !failed.full();
        if (message.contents().isEmpty() && !added && !unknown) {
            bodies.discard(message.body(), message.octets());
        }
        return result;
    }
}
