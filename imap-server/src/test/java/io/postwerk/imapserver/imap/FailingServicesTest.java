package io.postwerk.imapserver.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.postwerk.imapserver.ForwardingStore;
import io.postwerk.mail.MessageSource;
import io.postwerk.store.AppendRequest;
import io.postwerk.store.Changes;
import io.postwerk.store.Folder.FolderId;
import io.postwerk.store.FolderName;
import io.postwerk.store.MailboxId;
import io.postwerk.store.MailboxStore;
import io.postwerk.store.QuotaLimits;
import io.postwerk.store.StoreException;
import io.postwerk.store.StoreResult.AppendResult;
import io.postwerk.store.StoreResult.CopyResult;
import io.postwerk.store.StoreResult.StoreFailed;
import io.postwerk.store.StoreResult.SubscriptionResult;
import io.postwerk.store.StoredMessage;
import io.postwerk.store.UidSet;
import io.postwerk.store.memory.InMemoryMailboxStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client hears when the store or the directory fails. */
class FailingServicesTest {
    private static final String LOGIN = "l LOGIN alice@example.org wonderland";
    private static final String SELECT = "s SELECT INBOX";

    @TempDir
    Path spool;

    /** How often bodies can be read before they fail. */
    private int readable;

    /** Fails once told to. */
    private final class FailingStore extends ForwardingStore {
        private boolean failing;

        FailingStore() {
            super(new InMemoryMailboxStore());
        }

        @Override
        public AppendResult append(AppendRequest append) {
            return failing ? new StoreFailed("disk") : super.append(append);
        }

        @Override
        public SubscriptionResult subscribe(MailboxId mailbox, FolderName name) {
            failing = true;
            return super.subscribe(mailbox, name);
        }

        @Override
        public Changes changesSince(MailboxId mailbox, FolderId folder, long modSeq) {
            if (failing) {
                throw new StoreException("disk");
            }
            return super.changesSince(mailbox, folder, modSeq);
        }

        @Override
        public List<StoredMessage> messages(MailboxId mailbox, FolderId folder, UidSet uids) {
            List<StoredMessage> messages = super.messages(mailbox, folder, uids);
            return failing ? messages.stream().map(this::broken).toList() : messages;
        }

        private StoredMessage broken(StoredMessage message) {
            return new StoredMessage(
                    message.uid(),
                    message.modSeq(),
                    message.flags(),
                    message.internalDate(),
                    message.keptSummary(),
                    new BrokenSource(message.body()));
        }
    }

    private final class BrokenSource implements MessageSource {
        private final MessageSource whole;

        BrokenSource(MessageSource whole) {
            this.whole = whole;
        }

        @Override
        public long size() {
            return whole.size();
        }

        @Override
        public int read(long position, ByteBuffer target) throws IOException {
            if (readable-- <= 0) {
                throw new StoreException("disk");
            }
            return whole.read(position, target);
        }

        @Override
        public void close() {}
    }

    private ImapFixture failing() {
        return new ImapFixture(new FailingStore(), spool);
    }

    @Test
    void aChangeThatFails() {
        String sent = failing().converse(LOGIN, "a SUBSCRIBE x", "b APPEND INBOX {3+}\r\nabc", "c NOOP");
        assertThat(sent)
                .contains("b NO [UNAVAILABLE] Temporary failure, try again later\r\n")
                .contains("c OK ");
    }

    /** RFC 5530 3: what clients show to their users, who can delete something. The message is not asked for. */
    @Test
    void aDiskThatIsAlmostFull() {
        MailboxStore store = new ForwardingStore(new InMemoryMailboxStore()) {
            @Override
            public boolean hasRoomFor(long octets) {
                return octets <= 3;
            }

            @Override
            public CopyResult copy(
                    MailboxId mailbox, FolderId source, UidSet uids, FolderName target, QuotaLimits limits) {
                return new StoreFailed("the disk is almost full", true);
            }
        };
        String sent = new ImapFixture(store, spool)
                .converse(
                        LOGIN,
                        "a APPEND INBOX {4}",
                        "b APPEND INBOX {3+}\r\nabc",
                        SELECT,
                        "c COPY 1 INBOX",
                        "d STORE 1 +FLAGS (\\Deleted)",
                        "e MOVE 1 INBOX",
                        "f EXPUNGE");
        assertThat(sent)
                .contains("\r\na NO [OVERQUOTA] Not enough disk space")
                .contains("\r\nb OK [APPENDUID ")
                .contains("\r\nc NO [OVERQUOTA] Not enough disk space")
                .contains("\r\nd OK ")
                .contains("\r\ne OK ")
                .contains("\r\nf OK ");
    }

    @Test
    void newsThatCanNotBeReadSpoilNoAnswer() {
        String sent = failing().converse(LOGIN, SELECT, "a SUBSCRIBE x", "b NOOP", "c FETCH 1 FLAGS");
        assertThat(sent).contains("\r\na OK ").contains("\r\nb OK ").contains("\r\nc OK ");
    }

    @Test
    void aSearchThatFails() {
        String sent = failing().converse(LOGIN, SELECT, "a SUBSCRIBE x", "b SEARCH BODY y", "c NOOP");
        assertThat(sent).contains("b NO [UNAVAILABLE] ").contains("\r\nc OK ");
    }

    @Test
    void aBodyThatCanNotBeRead() {
        String sent = failing().converse(LOGIN, SELECT, "a SUBSCRIBE x", "b FETCH 1 BODY[]", "c NOOP");
        assertThat(sent)
                .doesNotContain("FETCH (")
                .contains("b NO [UNAVAILABLE] ")
                .contains("\r\nc OK ");
    }

    /** There is no way to say so in the middle of a literal, but to close. */
    @Test
    void aBodyThatCanNotBeReadAnyMore() {
        readable = 1;
        assertThatThrownBy(() -> failing().converse(LOGIN, SELECT, "a SUBSCRIBE x", "b FETCH 1 BODY[]"))
                .hasMessageContaining("in the middle of a message");
    }

    /** Whoever checks logins would keep an exchange that nobody goes on with. */
    @ParameterizedTest
    @ValueSource(strings = {"a AUTHENTICATE TALK", "a AUTHENTICATE PLAIN"})
    void aLoginThatIsLeftInTheMiddle(String command) {
        ImapFixture fixture = new ImapFixture(new InMemoryMailboxStore(), spool);
        fixture.converse(command);
        assertThat(fixture.cancelledLogins()).as("gone").isEqualTo(1);
        fixture.converse(command, "A".repeat(200_000));
        assertThat(fixture.cancelledLogins()).as("a line too long").isEqualTo(2);
        fixture.converse(command, "*");
        assertThat(fixture.cancelledLogins()).as("cancelled").isEqualTo(3);
    }

    @Test
    void aQuotaThatIsNotKnown() {
        ImapFixture fixture = new ImapFixture(new InMemoryMailboxStore(), spool);
        fixture.breakDownDirectory();
        String sent = fixture.converse(LOGIN, SELECT, "a APPEND INBOX {3+}\r\nabc", "b COPY 1 INBOX");
        assertThat(sent).contains("\r\na NO [UNAVAILABLE] ").contains("\r\nb NO [UNAVAILABLE] ");
    }
}
