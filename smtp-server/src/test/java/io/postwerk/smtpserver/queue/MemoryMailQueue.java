package io.postwerk.smtpserver.queue;

import io.postwerk.mail.MailId;
import io.postwerk.mail.MessageSource;
import io.postwerk.rocksdb.ChunkedBody;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A queue in memory that passes the contract, for tests of what stands above it; it can be made to fail. */
public final class MemoryMailQueue implements MailQueue {
    private record Entry(QueuedMail envelope, Map<Integer, QueuedRecipient> recipients, byte[] body) {}

    private final TreeMap<MailId, Entry> entries = new TreeMap<>();
    private final List<QueueChange> changes = new ArrayList<>();
    private volatile long room = Long.MAX_VALUE;
    private boolean closed;
    private Optional<QueueException> failure = Optional.empty();
    private boolean full;

    /** From now on every change fails with this; empty: none does. */
    public synchronized void failWith(Optional<QueueException> cause) {
        failure = cause;
        full = false;
    }

    /** From now on there is room for this many octets of new mail. */
    public void room(long octets) {
        room = octets;
    }

    @Override
    public boolean hasRoomFor(long octets) {
        return octets <= room;
    }

    /** Every change that took effect, in order. */
    public synchronized List<QueueChange> changes() {
        return List.copyOf(changes);
    }

    public synchronized List<QueuedMail> mails() {
        return entries.keySet().stream().flatMap(id -> find(id).stream()).toList();
    }

    @Override
    public synchronized void commit(QueueChange change) throws QueueException {
        if (closed) {
            throw new QueueException("the queue is closed");
        }
        Map<QueueChange.Add, byte[]> bodies = new HashMap<>();
        for (QueueChange.Step step : change.steps()) {
            if (step instanceof QueueChange.Add add) {
                bodies.put(add, octets(add.mail(), add.body()));
            }
        }
        full = failure.filter(QueueException::isFull).isPresent();
        if (failure.isPresent()) {
            throw failure.get();
        }
        changes.add(change);
        for (QueueChange.Step step : change.steps()) {
            switch (step) {
                case QueueChange.Add add -> {
                    Map<Integer, QueuedRecipient> recipients = new TreeMap<>();
                    add.mail().recipients().forEach(recipient -> recipients.put(recipient.index(), recipient));
                    entries.put(add.mail().id(), new Entry(add.mail(), recipients, bodies.get(add)));
                }
                case QueueChange.Update(MailId mail, QueuedRecipient recipient) ->
                    Optional.ofNullable(entries.get(mail))
                            .ifPresent(entry -> entry.recipients().put(recipient.index(), recipient));
                case QueueChange.Remove(MailId mail, int recipient) ->
                    Optional.ofNullable(entries.get(mail))
                            .ifPresent(entry -> entry.recipients().remove(recipient));
                case QueueChange.Finish(MailId mail, long octets) -> entries.remove(mail);
            }
        }
    }

    @Override
    public synchronized boolean isFull() {
        return full;
    }

    private static byte[] octets(QueuedMail mail, MessageSource body) throws QueueException {
        if (body.size() != mail.octets()) {
            throw new QueueException("body of " + body.size() + " octets for a mail of " + mail.octets());
        }
        try {
            return body.readAll();
        } catch (IOException e) {
            throw new QueueException("a body could not be read", e);
        }
    }

    @Override
    public synchronized Optional<QueuedMail> find(MailId id) {
        Entry entry = entries.get(id);
        if (entry == null || entry.recipients().isEmpty()) {
            return Optional.empty();
        }
        QueuedMail mail = entry.envelope();
        List<QueuedRecipient> recipients = entry.recipients().values().stream()
                .sorted(Comparator.comparingInt(QueuedRecipient::index))
                .toList();
        return Optional.of(
                new QueuedMail(id, mail.arrived(), mail.reversePath(), mail.eightBit(), mail.octets(), recipients));
    }

    @Override
    public MessageSource body(QueuedMail mail) {
        return new ChunkedBody(mail.octets(), 7, chunk -> {
            synchronized (this) {
                Entry entry = entries.get(mail.id());
                if (entry == null) {
                    throw new QueueException("mail " + mail.id() + " is not in the queue any more");
                }
                int from = chunk * 7;
                byte[] octets = new byte[Math.min(7, entry.body().length - from)];
                ByteBuffer.wrap(entry.body(), from, octets.length).get(octets);
                return octets;
            }
        });
    }

    @Override
    public void forEach(Consumer<QueuedMail> consumer) {
        mails().forEach(consumer);
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
