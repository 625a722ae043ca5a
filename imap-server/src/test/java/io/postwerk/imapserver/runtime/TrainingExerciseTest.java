package io.postwerk.imapserver.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.imapserver.ForwardingStore;
import io.postwerk.imapserver.runtime.StoreFactory.OpenStore;
import io.postwerk.store.ExpungeResult;
import io.postwerk.store.FolderId;
import io.postwerk.store.MailboxId;
import io.postwerk.store.UidSet;
import io.postwerk.store.memory.InMemoryMailboxStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingExerciseTest {
    @TempDir
    private Path scratch;

    @Test
    void comesToTheEndOfItsLastSession() throws Exception {
        List<UidSet> expunged = new ArrayList<>();
        TrainingExercise.run(
                scratch,
                (directory, commits) -> OpenStore.of(new ForwardingStore(new InMemoryMailboxStore()) {
                    @Override
                    public ExpungeResult expunge(MailboxId mailbox, FolderId folder, UidSet uids) {
                        expunged.add(uids);
                        return super.expunge(mailbox, folder, uids);
                    }
                }));

        // The mail was delivered, found, and removed by the QUIT of the POP3 session.
        assertThat(expunged).containsExactly(UidSet.of(1));
    }

    @Test
    void runsOnTheEngineOfTheProgram() throws Exception {
        TrainingExercise.run(scratch, new RocksDbStores());

        assertThat(scratch.resolve("mailboxes")).isDirectoryContaining("glob:**/*.log");
    }
}
