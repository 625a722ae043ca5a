package io.postwerk.imapserver.pop3.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.imapserver.FakeAuthenticator;
import io.postwerk.imapserver.UnreadableMessages;
import io.postwerk.imapserver.UserSessions;
import io.postwerk.imapserver.pop3.Pop3ConnectionHandler;
import io.postwerk.imapserver.pop3.Pop3Settings;
import io.postwerk.mail.MessageSource;
import io.postwerk.net.Connection;
import io.postwerk.net.TlsContext;
import io.postwerk.net.TlsFailedException;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.User;
import io.postwerk.store.AppendRequest;
import io.postwerk.store.FolderName;
import io.postwerk.store.MailboxId;
import io.postwerk.store.MailboxStore;
import io.postwerk.store.MailboxStore.OpenMode;
import io.postwerk.store.QuotaLimits;
import io.postwerk.store.StoreResult.AppendResult;
import io.postwerk.store.UidSet;
import io.postwerk.store.memory.InMemoryMailboxStore;
import io.postwerk.testkit.Transcript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A POP3 server over mailboxes in memory, with alice and bob, and sessions written as transcripts. */
final class Pop3Fixture implements UserSessions {
    static final MailboxId ALICE = new MailboxId("id-alice");

    final InMemoryMailboxStore memory = new InMemoryMailboxStore();
    final FakeAuthenticator authenticator = new FakeAuthenticator()
            .with("alice@example.org", "wonderland", ALICE.value())
            .with("bob@example.org", "two  words", "id-bob")
            .withFailing("mallory@example.org", "door", FailureReason.DISABLED);
    final MaildropLocks locks = new MaildropLocks();
    final List<Session> open = new ArrayList<>();
    MailboxStore store = memory;
    Pop3Settings settings = Pop3Settings.of("mx.example.org").withStartTls(anyTls());

    /** A scripted connection takes any. */
    private static TlsContext anyTls() {
        try {
            return TlsContext.opportunisticClient("mx.example.org");
        } catch (TlsFailedException e) {
            throw new AssertionError(e);
        }
    }

    /** Puts a message into alice's INBOX. */
    long deliver(String message) {
        byte[] octets = message.getBytes(StandardCharsets.ISO_8859_1);
        AppendResult result = memory.append(
                AppendRequest.delivery(ALICE, MessageSource.of(octets), Optional.empty(), QuotaLimits.NONE));
        return ((AppendResult.Appended) result).uid();
    }

    void deliver(String... messages) {
        for (String message : messages) deliver(message);
    }

    /** What alice has in her INBOX. */
    List<Long> inbox() {
        var folder = memory.folder(ALICE, FolderName.INBOX).orElseThrow();
        var state = memory.open(ALICE, folder.id(), OpenMode.EXAMINE).orElseThrow();
        List<Long> uids = new ArrayList<>();
        for (int i = 0; i < state.count(); i++) uids.add(state.uid(i));
        return uids;
    }

    /** Another session of hers removes messages. */
    void expunge(long... uids) {
        var folder = memory.folder(ALICE, FolderName.INBOX).orElseThrow();
        memory.expunge(ALICE, folder.id(), UidSet.of(uids));
    }

    final UnreadableMessages unreadable = new UnreadableMessages(memory);

    void serve(Connection connection) throws IOException {
        new Pop3ConnectionHandler(() -> settings, authenticator, store, locks, this, unreadable).handle(connection);
    }

    /** A session that begins in the clear. */
    void verify(String transcript) {
        verify(Transcript.of(transcript));
    }

    void verify(Transcript transcript) {
        transcript.verify(this::serve);
        assertNothingIsLeft();
    }

    /** A session over TLS in which alice has logged in. */
    void verifyAlice(String transcript) {
        verify(alice(transcript));
    }

    Transcript alice(String transcript) {
        return Transcript.of("""
                S: +OK mx.example.org POP3 ready
                C: USER alice@example.org
                S: +OK Send PASS
                C: PASS wonderland
                S: +OK Logged in, …
                """ + transcript).overTls();
    }

    private void assertNothingIsLeft() {
        assertThat(locks.size()).as("locked maildrops").isZero();
        assertThat(open).as("registered sessions").isEmpty();
    }

    @Override
    public Registration register(User user, Session session) {
        open.add(session);
        return () -> open.remove(session);
    }
}
