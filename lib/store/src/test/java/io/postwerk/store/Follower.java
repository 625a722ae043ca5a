package io.postwerk.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.store.Flags.MessageFlags;
import io.postwerk.store.Folder.FolderId;
import io.postwerk.store.MailboxStore.OpenMode;
import io.postwerk.store.StoreResult.NoSuchFolder;
import java.util.TreeMap;

/** What a session knows of a folder that it has opened once and follows by its changes. */
final class Follower {
    private final MailboxStore store;
    private final MailboxId mailbox;
    private final FolderId folder;
    private final TreeMap<Long, MessageFlags> messages = new TreeMap<>();
    private long modSeq;

    Follower(MailboxStore store, MailboxId mailbox, FolderId folder) {
        this.store = store;
        this.mailbox = mailbox;
        this.folder = folder;
        reopen();
    }

    private void reopen() {
        FolderState state = store.open(mailbox, folder, OpenMode.EXAMINE).orElseThrow();
        messages.clear();
        for (int i = 0; i < state.count(); i++) {
            messages.put(state.uid(i), new MessageFlags(state.uid(i), state.modSeq(i), state.flags(i)));
        }
        modSeq = state.highestModSeq();
    }

    void update() {
        switch (store.changesSince(mailbox, folder, modSeq)) {
            case Changes.Delta delta -> {
                assertThat(delta.highestModSeq()).isGreaterThanOrEqualTo(modSeq);
                delta.vanished().forEach(messages::remove);
                for (MessageFlags message : delta.changed()) {
                    assertThat(message.modSeq()).isGreaterThan(modSeq);
                    assertThat(delta.vanished().contains(message.uid())).isFalse();
                    messages.put(message.uid(), message);
                }
                modSeq = delta.highestModSeq();
            }
            case Changes.TooOld ignored -> reopen();
            case NoSuchFolder ignored -> throw new AssertionError("the folder is gone");
        }
    }

    void compare(FolderState truth) {
        assertThat(messages).hasSize(truth.count());
        int i = 0;
        for (MessageFlags message : messages.values()) {
            assertThat(message).isEqualTo(new MessageFlags(truth.uid(i), truth.modSeq(i), truth.flags(i)));
            i++;
        }
    }
}
