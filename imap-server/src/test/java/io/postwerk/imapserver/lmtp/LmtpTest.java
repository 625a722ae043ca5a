package io.postwerk.imapserver.lmtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.imapserver.FakeDirectory;
import io.postwerk.imapserver.ForwardingStore;
import io.postwerk.mail.MessageSource;
import io.postwerk.smtp.Protocol;
import io.postwerk.smtp.server.SessionLimits;
import io.postwerk.smtp.server.SmtpServer;
import io.postwerk.store.AppendRequest;
import io.postwerk.store.FolderName;
import io.postwerk.store.MailboxId;
import io.postwerk.store.MailboxStore;
import io.postwerk.store.MailboxStore.OpenMode;
import io.postwerk.store.QuotaLimits;
import io.postwerk.store.StoreException;
import io.postwerk.store.StoreResult.AppendResult;
import io.postwerk.store.StoreResult.LimitReached;
import io.postwerk.store.StoreResult.StoreFailed;
import io.postwerk.store.memory.InMemoryMailboxStore;
import io.postwerk.testkit.Transcript;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RFC 2033 over the store: who receives, what is stored, and what each recipient's reply says. */
class LmtpTest {
    private static final String HELLO = """
            S: 220 mx.example.org LMTP Postwerk
            C: LHLO smtp.example.org
            S: 250-mx.example.org
            S: 250-PIPELINING
            S: 250-SIZE …
            S: 250-8BITMIME
            S: 250-ENHANCEDSTATUSCODES
            S: 250 XDELIVERYID
            """;

    @TempDir
    private Path spool;

    private final InMemoryMailboxStore memory = new InMemoryMailboxStore();
    private final FakeDirectory users = new FakeDirectory()
            .with("alice@example.org", "id-alice")
            .with("bob@example.org", "id-bob")
            .withQuota("full@example.org", "id-full", 100)
            .disable("off@example.org", "id-off")
            .breakDown("torn@example.org");
    private final List<String> observed = new ArrayList<>();
    private final List<Integer> appendedTogether = new ArrayList<>();
    private MailboxStore store = new ForwardingStore(memory) {
        @Override
        public List<AppendResult> appendAll(List<AppendRequest> appends) {
            appendedTogether.add(appends.size());
            return super.appendAll(appends);
        }
    };

    private void verify(String transcript) {
        SmtpServer.Settings settings =
                new SmtpServer.Settings("lmtp", Protocol.LMTP, "mx.example.org", Optional.empty(), spool);
        LmtpBackend backend = new LmtpBackend(
                users,
                store,
                SessionLimits.DEFAULT,
                result -> observed.add(result.getClass().getSimpleName()),
                InstantSource.system());
        Transcript.of(HELLO + transcript).overTls().verify(new SmtpServer(settings, backend));
    }

    private List<String> inbox(String mailboxId) throws IOException {
        MailboxId mailbox = new MailboxId(mailboxId);
        var folder = memory.folder(mailbox, FolderName.INBOX).orElseThrow();
        var state = memory.open(mailbox, folder.id(), OpenMode.EXAMINE).orElseThrow();
        List<String> messages = new ArrayList<>();
        for (int i = 0; i < state.count(); i++) {
            byte[] octets = memory.message(mailbox, folder.id(), state.uid(i))
                    .orElseThrow()
                    .body()
                    .readAll();
            messages.add(new String(octets, StandardCharsets.ISO_8859_1));
        }
        return messages;
    }

    @Test
    void deliversWithAReturnPath() throws IOException {
        // RFC 5321 4.4
        verify("""
                C: MAIL FROM:<sender@elsewhere.test>
                S: 250 2.1.0 Sender ok
                C: RCPT TO:<Alice@EXAMPLE.org>
                S: 250 2.1.5 Recipient ok
                C: DATA
                S: 354 End the message with <CRLF>.<CRLF>
                C: Subject: hello
                C:
                C: ..dot
                C: .
                S: 250 2.0.0 Ok: delivered as …
                C: QUIT
                S: 221 2.0.0 mx.example.org closes the connection
                * close
                """);
        assertThat(inbox("id-alice"))
                .containsExactly("Return-Path: <sender@elsewhere.test>\r\nSubject: hello\r\n\r\n.dot\r\n");
        assertThat(observed).containsExactly("Appended");
    }

    @Test
    void theNullReversePathIsKept() throws IOException {
        verify("""
                C: MAIL FROM:<>
                S: 250 2.1.0 Sender ok
                C: RCPT TO:<alice@example.org>
                S: 250 2.1.5 Recipient ok
                C: DATA
                S: 354 End the message with <CRLF>.<CRLF>
                C: Subject: bounce
                C: .
                S: 250 2.0.0 Ok: delivered as …
                """);
        assertThat(inbox("id-alice")).containsExactly("Return-Path: <>\r\nSubject: bounce\r\n");
    }

    @Test
    void eachRecipientHasAReplyAndAllShareOneAppend() throws IOException {
        // RFC 2033 4.2: replies in the order of the accepted recipients, none for the refused
        verify("""
                C: MAIL FROM:<sender@elsewhere.test>
                C: RCPT TO:<bob@example.org> XDELIVERYID=m1.0
                C: RCPT TO:<nobody@example.org>
                C: RCPT TO:<torn@example.org>
                C: RCPT TO:<full@example.org> XDELIVERYID=m1.1
                C: RCPT TO:<alice@example.org> XDELIVERYID=m1.2
                C: DATA
                S: 250 2.1.0 Sender ok
                S: 250 2.1.5 Recipient ok
                S: 550 5.1.1 No such mailbox: nobody@example.org
                S: 451 4.3.0 Local error, try again later
                S: 250 2.1.5 Recipient ok
                S: 250 2.1.5 Recipient ok
                S: 354 End the message with <CRLF>.<CRLF>
                C: Subject: to three
                C:
                C: A line of sixty octets or so, to go over a small quota of a mailbox.
                C: .
                S: 250 2.0.0 Ok: delivered as …
                S: 452 4.2.2 Mailbox is full
                S: 250 2.0.0 Ok: delivered as …
                """);
        assertThat(inbox("id-alice")).hasSize(1);
        assertThat(inbox("id-bob")).isEqualTo(inbox("id-alice"));
        assertThat(inbox("id-full")).isEmpty();
        assertThat(appendedTogether).containsExactly(3);
        assertThat(observed).containsExactly("Appended", "OverQuota", "Appended");
    }

    @Test
    void aDeliveryThatIsTriedAgainIsRecognised() throws IOException {
        String attempt = """
                C: MAIL FROM:<sender@elsewhere.test>
                C: RCPT TO:<alice@example.org> XDELIVERYID=0123456789abcdefghijklmn.0
                C: DATA
                S: 250 2.1.0 Sender ok
                S: 250 2.1.5 Recipient ok
                S: 354 End the message with <CRLF>.<CRLF>
                C: Subject: once
                C: .
                S: 250 2.0.0 Ok: delivered as 0123456789abcdefghijklmn
                """;
        verify(attempt + attempt);
        verify(attempt);

        assertThat(inbox("id-alice")).hasSize(1);
        assertThat(observed).containsExactly("Appended", "Duplicate", "Duplicate");
    }

    @Test
    void theGivenIdentityWinsAfterARefusedRecipient() {
        verify("""
                C: MAIL FROM:<sender@elsewhere.test>
                C: RCPT TO:<alice@example.org> ODD=1
                C: RCPT TO:<alice@example.org> XDELIVERYID=0123456789abcdefghijklmn.0
                C: RCPT TO:<bob@example.org>
                C: DATA
                S: 250 2.1.0 Sender ok
                S: 555 5.5.4 …
                S: 250 2.1.5 Recipient ok
                S: 250 2.1.5 Recipient ok
                S: 354 End the message with <CRLF>.<CRLF>
                C: x
                C: .
                S: 250 2.0.0 Ok: delivered as 0123456789abcdefghijklmn
                S: 250 2.0.0 Ok: delivered as 0123456789abcdefghijklmn
                """);
    }

    @Test
    void theSameIdAtAnotherMailboxIsAnotherDelivery() throws IOException {
        verify("""
                C: MAIL FROM:<sender@elsewhere.test>
                C: RCPT TO:<alice@example.org> XDELIVERYID=m1.0
                C: RCPT TO:<bob@example.org> XDELIVERYID=m1.0
                C: DATA
                S: 250 2.1.0 Sender ok
                S: 250 2.1.5 Recipient ok
                S: 250 2.1.5 Recipient ok
                S: 354 End the message with <CRLF>.<CRLF>
                C: x
                C: .
                S: 250 2.0.0 Ok: delivered as …
                S: 250 2.0.0 Ok: delivered as …
                """);
        assertThat(inbox("id-alice")).hasSize(1);
        assertThat(inbox("id-bob")).hasSize(1);
    }

    @Test
    void whoMayNotLogInStillReceives() throws IOException {
        verify("""
                C: MAIL FROM:<sender@elsewhere.test>
                S: 250 2.1.0 Sender ok
                C: RCPT TO:<off@example.org>
                S: 250 2.1.5 Recipient ok
                C: DATA
                S: 354 End the message with <CRLF>.<CRLF>
                C: x
                C: .
                S: 250 2.0.0 Ok: delivered as …
                """);
        assertThat(inbox("id-off")).hasSize(1);
    }

    @Test
    void aPostmasterWithoutADomainHasNoMailboxHere() {
        verify("""
                C: MAIL FROM:<sender@elsewhere.test>
                S: 250 2.1.0 Sender ok
                C: RCPT TO:<Postmaster>
                S: 451 4.3.5 This address is not configured correctly, try again later
                """);
    }

    @Test
    void noMailIsTakenOnADiskThatIsAlmostFull() {
        store = new ForwardingStore(memory) {
            @Override
            public boolean hasRoomFor(long octets) {
                return octets <= 1000;
            }
        };
        verify("""
                C: MAIL FROM:<sender@elsewhere.test> SIZE=1001
                S: 452 4.3.1 Insufficient storage, try again later
                C: MAIL FROM:<sender@elsewhere.test> SIZE=1000
                S: 250 2.1.0 Sender ok
                """);
    }

    @Test
    void whatTheStoreCannotTakeNowIsAskedForAgain() {
        store = new ForwardingStore(memory) {
            @Override
            public List<AppendResult> appendAll(List<AppendRequest> appends) {
                return List.of(
                        new StoreFailed("the disk is full", true),
                        new LimitReached(LimitReached.Limit.UIDS),
                        new LimitReached(LimitReached.Limit.MESSAGE_OCTETS));
            }
        };
        verify("""
                C: MAIL FROM:<sender@elsewhere.test>
                C: RCPT TO:<alice@example.org>
                C: RCPT TO:<bob@example.org>
                C: RCPT TO:<off@example.org>
                C: DATA
                S: 250 2.1.0 Sender ok
                S: 250 2.1.5 Recipient ok
                S: 250 2.1.5 Recipient ok
                S: 250 2.1.5 Recipient ok
                S: 354 End the message with <CRLF>.<CRLF>
                C: x
                C: .
                S: 452 4.3.1 Insufficient storage, try again later
                S: 451 4.3.0 Local error, try again later
                S: 552 5.3.4 Message too big
                """);
    }

    @Test
    void aBrokenStoreIsATemporaryFailureForEveryRecipient() {
        store = new ForwardingStore(memory) {
            @Override
            public List<AppendResult> appendAll(List<AppendRequest> appends) {
                throw new StoreException("closed");
            }
        };
        verify("""
                C: MAIL FROM:<sender@elsewhere.test>
                C: RCPT TO:<alice@example.org>
                C: RCPT TO:<bob@example.org>
                C: DATA
                S: 250 2.1.0 Sender ok
                S: 250 2.1.5 Recipient ok
                S: 250 2.1.5 Recipient ok
                S: 354 End the message with <CRLF>.<CRLF>
                C: x
                C: .
                S: 451 4.3.0 Local error, try again later
                S: 451 4.3.0 Local error, try again later
                """);
        assertThat(observed).containsExactly("StoreFailed", "StoreFailed");
    }

    @Test
    void whoIsOverTheQuotaGetsNothingMoreUntilThereIsRoom() throws IOException {
        MailboxId full = new MailboxId("id-full");
        memory.append(AppendRequest.delivery(full, MessageSource.of(new byte[90]), Optional.empty(), QuotaLimits.NONE));
        verify("""
                C: MAIL FROM:<>
                S: 250 2.1.0 Sender ok
                C: RCPT TO:<full@example.org>
                S: 250 2.1.5 Recipient ok
                C: DATA
                S: 354 End the message with <CRLF>.<CRLF>
                C: x
                C: .
                S: 452 4.2.2 Mailbox is full
                """);
        assertThat(inbox("id-full")).hasSize(1);
    }
}
