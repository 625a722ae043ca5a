package io.postwerk.imapserver.runtime;

import static io.postwerk.imapserver.runtime.RunningServer.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.postwerk.config.limits.MailboxLimits;
import io.postwerk.config.users.MailboxRemovals;
import io.postwerk.imapserver.FakeDirectory;
import io.postwerk.imapserver.ForwardingStore;
import io.postwerk.imapserver.UserSessions;
import io.postwerk.mail.EmailAddress;
import io.postwerk.mail.MessageSource;
import io.postwerk.sasl.User;
import io.postwerk.sasl.UserDirectory;
import io.postwerk.sasl.UserLookup;
import io.postwerk.store.AppendRequest;
import io.postwerk.store.MailboxId;
import io.postwerk.store.QuotaLimits;
import io.postwerk.store.StoreResult.PurgeResult;
import io.postwerk.store.StoreResult.StoreFailed;
import io.postwerk.store.memory.InMemoryMailboxStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which mailboxes are removed, and when that counts as done. */
@Timeout(60)
class MailboxRemoverTest {
    private static final EmailAddress ALICE =
            EmailAddress.tryParse("alice@example.org").orElseThrow();
    private static final EmailAddress BOB =
            EmailAddress.tryParse("bob@example.org").orElseThrow();

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final FakeDirectory directory = new FakeDirectory();
    private final OpenSessions sessions = new OpenSessions(directory, Duration.ofHours(1));
    private final InMemoryMailboxStore store = new InMemoryMailboxStore();
    private volatile Optional<MailboxRemovals.Table> wanted = Optional.empty();
    private Optional<MailboxRemover> removals = Optional.empty();

    @AfterEach
    void stop() {
        removals.ifPresent(MailboxRemover::close);
    }

    private MailboxRemover start(UserDirectory users, ForwardingStore counted) {
        MailboxRemover started = new MailboxRemover(
                () -> wanted, users, sessions, counted, Duration.ofMillis(1), new ImapServerMetrics(registry));
        removals = Optional.of(started);
        started.start();
        return started;
    }

    private MailboxRemover start() {
        return start(directory, new ForwardingStore(store) {});
    }

    private MailboxRemovals.Table want(long sequence, MailboxRemovals.Removal... mailboxes) {
        MailboxRemovals.Table table = new MailboxRemovals.Table(sequence, List.of(mailboxes), MailboxLimits.DEFAULT);
        wanted = Optional.of(table);
        removals.orElseThrow().changed();
        return table;
    }

    private static MailboxRemovals.Removal removal(String id, EmailAddress address) {
        return new MailboxRemovals.Removal(id, address);
    }

    private void deliver(String id) {
        store.append(AppendRequest.delivery(
                new MailboxId(id), MessageSource.of(new byte[10]), Optional.empty(), QuotaLimits.NONE));
    }

    private long messages(String id) {
        return store.usage(new MailboxId(id)).messages();
    }

    private double count(String result) {
        return registry.get("postwerk.mailboxes.removals")
                .tag("result", result)
                .counter()
                .count();
    }

    @Test
    void mailboxesOfUsersWhoAreGoneAreRemovedAndNoOthers() {
        Stream.of("id-alice", "id-bob").forEach(this::deliver);
        directory.with("bob@example.org", "id-bob");
        MailboxRemover running = start();
        MailboxRemovals.Table table = want(1, removal("id-alice", ALICE));

        await("done", () -> running.pending(table) == 0);
        assertThat(messages("id-alice")).isZero();
        assertThat(messages("id-bob")).isEqualTo(1);
        assertThat(count("removed")).isEqualTo(1);
    }

    @Test
    void aUserWhoExistsIsKeptAndCountedUntilGone() {
        deliver("id-alice");
        directory.with("alice@example.org", "id-alice");
        MailboxRemover running = start();
        MailboxRemovals.Table table = want(1, removal("id-alice", ALICE));
        await("kept", () -> registry.find("postwerk.mailboxes.removals").counter() != null);

        assertThat(running.pending(table)).isEqualTo(1);
        assertThat(messages("id-alice")).isEqualTo(1);
        assertThat(count("kept")).isEqualTo(1);

        directory.remove("alice@example.org");
        await("done", () -> running.pending(table) == 0);
        assertThat(messages("id-alice")).isZero();
    }

    @Test
    void anotherUserOfTheAddressDoesNotKeepTheOldMailbox() {
        deliver("id-old-alice");
        deliver("id-alice");
        directory.with("alice@example.org", "id-alice");
        MailboxRemover running = start();
        MailboxRemovals.Table table = want(1, removal("id-old-alice", ALICE));

        await("done", () -> running.pending(table) == 0);
        assertThat(messages("id-alice")).isEqualTo(1);
    }

    @Test
    void nothingIsRemovedWhileUsersAreOlderThanTheSetOrCannotBeAsked() {
        deliver("id-alice");
        ConcurrentHashMap<Long, Integer> asked = new ConcurrentHashMap<>();
        AtomicInteger sequence = new AtomicInteger(6);
        UserDirectory lagging = new UserDirectory() {
            @Override
            public UserLookup lookup(EmailAddress address, String service, long minSequence) {
                asked.merge(minSequence, 1, Integer::sum);
                return sequence.get() < minSequence ? new UserLookup.Unavailable("older") : new UserLookup.Unknown();
            }

            @Override
            public void onChange(Runnable listener) {}
        };
        MailboxRemover running = start(lagging, new ForwardingStore(store) {});
        MailboxRemovals.Table table = want(7, removal("id-alice", ALICE));
        await("asked", () -> asked.getOrDefault(7L, 0) > 3);
        assertThat(running.pending(table)).isEqualTo(1);
        assertThat(messages("id-alice")).isEqualTo(1);

        sequence.set(7);
        await("done", () -> running.pending(table) == 0);
        assertThat(messages("id-alice")).isZero();
    }

    @Test
    void sessionsEndFirst() {
        deliver("id-alice");
        List<String> ended = new CopyOnWriteArrayList<>();
        UserSessions.Registration session = sessions.register(User.of(ALICE, "id-alice"), ended::add);
        MailboxRemover running = start();
        MailboxRemovals.Table table = want(1, removal("id-alice", ALICE));
        await("told to end", () -> !ended.isEmpty());

        assertThat(messages("id-alice")).isEqualTo(1);
        assertThat(running.pending(table)).isEqualTo(1);
        session.close();
        await("done", () -> running.pending(table) == 0);
        assertThat(messages("id-alice")).isZero();
    }

    @Test
    void aDeliveryThatWasUnderWayGoesToo() {
        deliver("id-alice");
        AtomicInteger purges = new AtomicInteger();
        MailboxRemover running = start(directory, new ForwardingStore(store) {
            @Override
            public PurgeResult purge(MailboxId mailbox) {
                PurgeResult result = super.purge(mailbox);
                if (purges.incrementAndGet() == 1) {
                    deliver("id-alice");
                }
                return result;
            }
        });
        MailboxRemovals.Table table = want(1, removal("id-alice", ALICE));

        await("done", () -> running.pending(table) == 0);
        assertThat(purges).hasValue(3);
        assertThat(messages("id-alice")).isZero();
    }

    @Test
    void whatFailsIsTriedAgainAndHoldsUpNoOther() {
        deliver("id-alice");
        deliver("id-bob");
        AtomicInteger failures = new AtomicInteger(1000);
        MailboxRemover running = start(directory, new ForwardingStore(store) {
            @Override
            public PurgeResult purge(MailboxId mailbox) {
                return mailbox.value().equals("id-alice") && failures.getAndDecrement() > 0
                        ? new StoreFailed("disk")
                        : super.purge(mailbox);
            }
        });
        MailboxRemovals.Table table = want(1, removal("id-alice", ALICE), removal("id-bob", BOB));
        await("the other is done", () -> running.pending(table) == 1);
        assertThat(messages("id-bob")).isZero();
        failures.set(0);
        await("both are done", () -> running.pending(table) == 0);
    }

    @Test
    void anotherSetIsPendingUntilItWasGoneThrough() {
        MailboxRemover running = start();
        MailboxRemovals.Table first = want(1, removal("id-alice", ALICE));
        await("done", () -> running.pending(first) == 0);
        deliver("id-alice");
        MailboxRemovals.Table second = new MailboxRemovals.Table(2, first.mailboxes(), MailboxLimits.DEFAULT);
        assertThat(running.pending(second)).isEqualTo(1);
        wanted = Optional.of(second);
        running.changed();
        await("done again", () -> running.pending(second) == 0);
        assertThat(messages("id-alice")).isZero();
    }
}
