package io.postwerk.smtpserver.queue;

import io.postwerk.mail.MailId;
import io.postwerk.smtpserver.Destination;
import io.postwerk.smtpserver.MailEvent;
import io.postwerk.smtpserver.queue.DeliveryAttempt.Result;
import io.postwerk.smtpserver.queue.DeliveryAttempt.Server;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * Tries the mail of the queue when it is due. Tasks wait for their time in one heap and then in a queue for each destination,
 * which has a limit. Both are in memory and built from the queue on disk at the start.
 *
 * <p>{@link #dispatch} is all of it, and can be driven with another clock; {@link #run} is the loop that calls it.
 */
public final class DeliveryScheduler {
    /** As long as fewer mails are queued they are kept at hand; more are read again from the disk. */
    private static final int KEPT_MAILS = 500;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    /** After the queue itself failed. */
    private static final Duration FAULT_WAIT = Duration.ofSeconds(5);

    private static final Duration NEXT_AGE_CHECK = Duration.ofMinutes(1);

    /** How often everything is tried while the queue is flushed. */
    private static final Duration FLUSH_INTERVAL = Duration.ofMinutes(5);

    /**
     * How deliveries are run.
     *
     * @param policy when to try again
     * @param clock what time it is
     * @param executor runs each attempt, which blocks
     * @param concurrency attempts that may go to one server at the same time
     */
    public record Settings(RetryPolicy policy, InstantSource clock, Executor executor, int concurrency) {}

    private final MailQueue queue;
    private final DeliveryTransport transport;
    private final Settings settings;
    private final MailEvent.Observer observer;
    private final DeliveryAttempt attempt;

    private final ConcurrentSkipListMap<MailId, Instant> mails = new ConcurrentSkipListMap<>();
    private final AtomicInteger size = new AtomicInteger();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final PriorityQueue<DeliveryTask> later = new PriorityQueue<>();
    private final Map<String, DestinationQueue> destinations = new HashMap<>();
    private int running;
    private boolean stopping;
    /** When everything is tried next, whatever its turn; empty if the queue is not flushed. */
    private Optional<Instant> nextFlush = Optional.empty();
    /** Something came in since the last dispatch. */
    private boolean dirty;

    public DeliveryScheduler(
            MailQueue queue,
            DeliveryTransport transport,
            FailureReports reports,
            MailEvent.Observer observer,
            Settings settings) {
        this.queue = queue;
        this.transport = transport;
        this.settings = settings;
        this.observer = observer;
        this.attempt = new DeliveryAttempt(queue, transport, settings.policy(), reports, observer, settings.clock());
    }

    /** Takes over what the queue holds. Call once, before anything is accepted. */
    public void load() throws QueueException {
        queue.forEach(this::accept);
    }

    /** Takes over a mail that was just added to the queue. */
    public void accept(QueuedMail mail) {
        mails.put(mail.id(), mail.arrived());
        boolean keep = size.incrementAndGet() <= KEPT_MAILS;
        schedule(tasks(new QueueEntry(mail), mail, mail.recipients(), keep ? Optional.of(mail) : Optional.empty()));
    }

    /** Mails in the queue. */
    public int size() {
        return size.get();
    }

    /** When the oldest mail in the queue arrived. */
    public Optional<Instant> oldest() {
        return Optional.ofNullable(mails.firstEntry()).map(Map.Entry::getValue);
    }

    /**
     * Whether to empty the queue as soon as possible: everything that waits is tried now, and every five minutes, without
     * waiting for its turn or for servers that were away.
     */
    public void flush(boolean on) {
        lock.lock();
        try {
            nextFlush = on ? Optional.of(settings.clock().instant()) : Optional.empty();
            dirty = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Runs until {@link #stop}. */
    public void run() {
        while (true) {
            Instant next = dispatch();
            lock.lock();
            try {
                if (stopping) {
                    return;
                }
                long nanos = Duration.between(settings.clock().instant(), next).toNanos();
                if (nanos > 0 && !dirty) {
                    changed.awaitNanos(nanos);
                }
            } catch (InterruptedException e) {
                return;
            } finally {
                lock.unlock();
            }
        }
    }

    /** Starts nothing more, and waits for the attempts that run. Whether all ended in time. */
    public boolean stop(Duration grace) throws InterruptedException {
        lock.lock();
        try {
            stopping = true;
            changed.signalAll();
            long left = grace.toNanos();
            while (running > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
            return running == 0;
        } finally {
            lock.unlock();
        }
    }

    /** A task for each next hop and time. */
    private List<DeliveryTask> tasks(
            QueueEntry entry, QueuedMail mail, List<QueuedRecipient> recipients, Optional<QueuedMail> kept) {
        record Key(String nextHop, Destination destination, Instant due) {}
        return recipients.stream()
                .collect(Collectors.groupingBy(recipient ->
                        new Key(transport.nextHop(mail, recipient), recipient.destination(), recipient.nextAttempt())))
                .entrySet()
                .stream()
                .map(group -> new DeliveryTask(
                        entry,
                        group.getValue().stream().map(QueuedRecipient::index).collect(Collectors.toSet()),
                        group.getKey().destination(),
                        group.getKey().nextHop(),
                        group.getKey().due(),
                        ageCheck(mail, group.getValue()),
                        group.getValue().stream().allMatch(recipient -> recipient.attempts() == 0),
                        kept))
                .toList();
    }

    private Instant ageCheck(QueuedMail mail, List<QueuedRecipient> group) {
        RetryPolicy policy = settings.policy();
        boolean reported = group.stream().allMatch(QueuedRecipient::delayReported);
        Instant check = mail.arrived().plus(reported ? policy.expiry() : policy.delayReport());
        Instant now = settings.clock().instant();
        // What was due for a check had it, or will have it with its next attempt.
        return check.isAfter(now) ? check : now.plus(NEXT_AGE_CHECK);
    }

    private void schedule(List<DeliveryTask> tasks) {
        lock.lock();
        try {
            later.addAll(tasks);
            dirty = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Starts what is due and may start.
     *
     * @return when to call again at the latest, unless something ends or is accepted before
     */
    public Instant dispatch() {
        List<Runnable> starting = new ArrayList<>();
        Instant next;
        lock.lock();
        try {
            Instant now = settings.clock().instant();
            dirty = false;
            boolean all = nextFlush.filter(time -> !now.isBefore(time)).isPresent();
            if (all) {
                nextFlush = Optional.of(now.plus(FLUSH_INTERVAL));
                destinations.values().forEach(DestinationQueue::flush);
            }
            while (!later.isEmpty() && (all || !now.isBefore(later.peek().due()))) {
                destination(later.peek()).add(later.poll());
            }
            if (!stopping) {
                boolean full = queue.isFull();
                destinations.values().forEach(destination -> start(destination, now, full, starting));
            }
            destinations.values().removeIf(destination -> destination.idle(now));
            next = next(now);
        } finally {
            lock.unlock();
        }
        starting.forEach(settings.executor()::execute);
        return next;
    }

    private DestinationQueue destination(DeliveryTask task) {
        return destinations.computeIfAbsent(
                task.nextHop(), name -> new DestinationQueue(task.destination(), settings.concurrency()));
    }

    /**
     * @param full the queue cannot record what comes of an attempt: nothing goes to other servers, which would get the
     *     same mail again and again. Mailboxes recognise what they have, and what is delivered makes room
     */
    private void start(DestinationQueue destination, Instant now, boolean full, List<Runnable> starting) {
        for (DeliveryTask task : destination.takeAged(now)) {
            running++;
            starting.add(() -> ended(task, work(task, attempt::checkAge)));
        }
        if (full && destination.isElsewhere()) {
            return;
        }
        for (Optional<DeliveryTask> task = destination.start(now); task.isPresent(); task = destination.start(now)) {
            running++;
            DeliveryTask started = task.get();
            starting.add(() -> {
                Work done = work(started, attempt::run);
                freed(destination, done);
                ended(started, done);
            });
        }
    }

    private Instant next(Instant now) {
        Instant next = now.plus(LONGEST_WAIT);
        if (nextFlush.filter(next::isAfter).isPresent()) {
            next = nextFlush.get();
        }
        if (!later.isEmpty() && later.peek().due().isBefore(next)) {
            next = later.peek().due();
        }
        for (DestinationQueue destination : destinations.values()) {
            Optional<Instant> wakeUp = destination.wakeUp(now);
            if (wakeUp.isPresent() && wakeUp.get().isBefore(next)) {
                next = wakeUp.get();
            }
        }
        return next;
    }

    private interface Step {
        Result apply(DeliveryTask task, QueuedMail mail) throws QueueException;
    }

    /** What came of a task. */
    private record Work(Server server, boolean finished, List<DeliveryTask> again, List<QueuedMail> reports) {}

    private Work work(DeliveryTask task, Step step) {
        try {
            Optional<QueuedMail> mail = task.mail().isPresent()
                    ? task.mail()
                    : queue.find(task.entry().id());
            if (mail.isEmpty()) {
                return new Work(Server.NOT_ASKED, true, List.of(), List.of());
            }
            Result result = step.apply(task, mail.get());
            return new Work(
                    result.server(),
                    result.finished(),
                    tasks(task.entry(), mail.get(), result.remaining(), Optional.empty()),
                    result.reports());
        } catch (QueueException | RuntimeException e) {
            observer.observe(new MailEvent.AttemptFailed(task.entry().id(), e));
            // Whatever was delivered will be again. Mailboxes recognise it; other servers get it once more.
            DeliveryTask again = task.later(settings.clock().instant().plus(FAULT_WAIT));
            return new Work(Server.NOT_ASKED, false, List.of(again), List.of());
        }
    }

    private void freed(DestinationQueue destination, Work done) {
        lock.lock();
        try {
            destination.ended();
            switch (done.server()) {
                case ANSWERED -> destination.answered();
                case REFUSED ->
                    destination.refused(settings.policy(), settings.clock().instant());
                case AWAY ->
                    destination.unreachable(settings.policy(), settings.clock().instant());
                case NOT_ASKED -> {}
            }
        } finally {
            lock.unlock();
        }
    }

    private void ended(DeliveryTask task, Work done) {
        // The reports first: the queue must not look empty between the two.
        done.reports().forEach(this::accept);
        if (done.finished() && mails.remove(task.entry().id()) != null) {
            size.decrementAndGet();
        }
        lock.lock();
        try {
            running--;
        } finally {
            lock.unlock();
        }
        schedule(done.again());
    }
}
