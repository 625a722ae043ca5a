package io.postwerk.store;

import static io.postwerk.store.StoreUnderTest.name;
import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.store.AppendRequest.DeliveryId;
import io.postwerk.store.Flags.FlagChange;
import io.postwerk.store.Flags.SystemFlag;
import io.postwerk.store.Folder.FolderId;
import io.postwerk.store.MailboxStore.OpenMode;
import io.postwerk.store.memory.InMemoryMailboxStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whatever is done, a store answers as the one in memory does, and holds the same afterwards. */
public interface ModelContract extends StoreUnderTest {
    /** Opens the store anew, if it outlives that. */
    void reopen();

    @Test
    default void behavesAsTheModelDoes() {
        String[] names = {"INBOX", "a", "a/b", "a/b/c", "INBOX/d", "e", "e/f"};
        for (int seed = 0; seed < 6; seed++) {
            Random random = new Random(seed);
            MailboxId mailbox = new MailboxId("model-" + seed);
            try (MailboxStore model = new InMemoryMailboxStore(StoreUnderTest.clock())) {
                for (int step = 0; step < 250; step++) {
                    Function<MailboxStore, Object> action = action(random, mailbox, names);
                    Object expected = action.apply(model);
                    assertThat(action.apply(store()))
                            .as("seed %d step %d", seed, step)
                            .isEqualTo(expected);
                    if (step % 25 == 0) {
                        compare(model, mailbox, random.nextInt(1 + step));
                    }
                    if (step % 100 == 99) {
                        reopen();
                    }
                }
                compare(model, mailbox, 0);
            }
        }
    }

    private static Function<MailboxStore, Object> action(Random random, MailboxId mailbox, String[] names) {
        FolderName one = name(names[random.nextInt(names.length)]);
        FolderName two = name(names[random.nextInt(names.length)]);
        UidSet uids = UidSet.of(1 + random.nextInt(20), 1 + random.nextInt(20), 1 + random.nextInt(40));
        Flags flags = Flags.of(
                random.nextBoolean() ? List.of() : List.of(SystemFlag.values()[random.nextInt(5)]),
                random.nextBoolean() ? List.of() : List.of("word" + random.nextInt(3), "WORD" + random.nextInt(3)));
        FlagChange change = FlagChange.values()[random.nextInt(3)];
        QuotaLimits limits =
                random.nextInt(5) == 0 ? new QuotaLimits(OptionalLong.of(1500), OptionalLong.of(20)) : QuotaLimits.NONE;
        Optional<DeliveryId> delivery =
                random.nextInt(3) == 0 ? Optional.of(new DeliveryId("d" + random.nextInt(20))) : Optional.empty();
        String subject = "s" + random.nextInt(1000);
        return switch (random.nextInt(16)) {
            case 0 -> store -> store.createFolder(mailbox, one);
            case 1 -> store -> store.deleteFolder(mailbox, one);
            case 2 -> store -> store.renameFolder(mailbox, one, two);
            case 3 -> store -> store.subscribe(mailbox, one);
            case 4 -> store -> store.unsubscribe(mailbox, one);
            case 5, 6 -> on(mailbox, one, (store, id) -> store.storeFlags(mailbox, id, uids, change, flags));
            case 7 -> on(mailbox, one, (store, id) -> store.copy(mailbox, id, uids, two, limits));
            case 8 -> on(mailbox, one, (store, id) -> store.move(mailbox, id, uids, two));
            case 9 -> on(mailbox, one, (store, id) -> store.expunge(mailbox, id, uids));
            case 10 -> on(mailbox, one, (store, id) -> store.expungeDeleted(mailbox, id, UidSet.ALL));
            case 11 -> on(mailbox, one, (store, id) -> store.claimRecent(mailbox, id));
            default ->
                store -> store.append(new AppendRequest(
                        mailbox, one, StoreUnderTest.message(subject), flags, Optional.of(DATE), delivery, limits));
        };
    }

    /** An action on a folder by its id. */
    interface FolderAction {
        Object on(MailboxStore store, FolderId id);
    }

    private static Function<MailboxStore, Object> on(MailboxId mailbox, FolderName name, FolderAction action) {
        return store -> store.folder(mailbox, name).map(f -> action.on(store, f.id()));
    }

    private void compare(MailboxStore model, MailboxId mailbox, long modSeq) {
        assertThat(store().folders(mailbox)).isEqualTo(model.folders(mailbox));
        assertThat(store().subscriptions(mailbox)).isEqualTo(model.subscriptions(mailbox));
        assertThat(store().usage(mailbox)).isEqualTo(model.usage(mailbox));
        for (Folder folder : model.folders(mailbox)) {
            FolderState expected =
                    model.open(mailbox, folder.id(), OpenMode.EXAMINE).orElseThrow();
            FolderState state =
                    store().open(mailbox, folder.id(), OpenMode.EXAMINE).orElseThrow();
            assertThat(describe(state)).isEqualTo(describe(expected));
            assertThat(store().changesSince(mailbox, folder.id(), modSeq))
                    .isEqualTo(model.changesSince(mailbox, folder.id(), modSeq));
            assertThat(contents(store(), mailbox, folder.id())).isEqualTo(contents(model, mailbox, folder.id()));
        }
    }

    private static List<String> describe(FolderState state) {
        return IntStream.range(0, state.count())
                .mapToObj(i -> state.uid(i) + " " + state.modSeq(i) + " " + state.flags(i) + " " + state.octets(i) + " "
                        + state.internalDate(i) + " " + state.uidValidity() + " " + state.keywords())
                .toList();
    }

    private static List<String> contents(MailboxStore store, MailboxId mailbox, FolderId folder) {
        return store.messages(mailbox, folder, UidSet.ALL).stream()
                .map(m -> {
                    try {
                        return m.uid() + " " + m.flags() + " " + m.summary()
                                + new String(m.body().readAll(), StandardCharsets.UTF_8);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }
}
