package io.postwerk.imapserver.pop3.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.imapserver.ForwardingStore;
import io.postwerk.store.Folder.FolderId;
import io.postwerk.store.MailboxId;
import io.postwerk.store.StoreException;
import io.postwerk.store.StoreResult.ExpungeResult;
import io.postwerk.store.StoreResult.StoreFailed;
import io.postwerk.store.StoredMessage;
import io.postwerk.store.UidSet;
import io.postwerk.testkit.Transcript;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How sessions end: QUIT commits (RFC 1939 6), and nothing else does. */
class EndTest {
    private final Pop3Fixture pop3 = new Pop3Fixture();

    @BeforeEach
    void deliver() {
        pop3.deliver("one\r\n", "two\r\n", "three\r\n");
    }

    @Test
    void quitRemovesWhatIsMarked() {
        pop3.verifyAlice("""
                C: DELE 1
                S: +OK Message 1 deleted
                C: DELE 3
                S: +OK Message 3 deleted
                C: QUIT
                S: +OK Bye, 2 messages removed
                * close
                """);
        assertThat(pop3.inbox()).containsExactly(2L);
    }

    @Test
    void aClientThatJustLeavesRemovesNothing() {
        pop3.verifyAlice("""
                C: DELE 1
                S: +OK Message 1 deleted
                """);
        assertThat(pop3.inbox()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void quitAsAPartOfALineIsNoQuit() {
        pop3.verifyAlice("""
                C: DELE 1
                S: +OK Message 1 deleted
                C: QUIT\\
                """);
        assertThat(pop3.inbox()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void autologoutSaysAndRemovesNothing() {
        // RFC 1939 3
        pop3.verifyAlice("""
                C: DELE 1
                S: +OK Message 1 deleted
                * silence
                * close
                """);
        assertThat(pop3.inbox()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void whoDoesNotLogInIsLetGo() {
        pop3.verify("""
                S: +OK mx.example.org POP3 ready
                * silence
                * close
                """);
    }

    @Test
    void aLineThatDoesNotEndEndsTheSession() {
        pop3.verifyAlice("""
                C: STA\\
                * silence
                * close
                """);
    }

    @Test
    void aStoppingServerLetsIdleSessionsGo() {
        pop3.verifyAlice("""
                C: DELE 1
                S: +OK Message 1 deleted
                * drain
                * close
                """);
        assertThat(pop3.inbox()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void theSessionsOfAUserCanBeEnded() {
        pop3.verify(pop3.alice("""
                C: DELE 1
                S: +OK Message 1 deleted
                * event user is disabled
                * close
                """)
                .on("user is disabled", () -> pop3.open.getFirst().terminate("Account is disabled")));
        assertThat(pop3.inbox()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void aCommandThatIsThereAlreadyIsToldWhy() {
        pop3.store = new ForwardingStore(pop3.memory) {
            @Override
            public Optional<StoredMessage> message(MailboxId mailbox, FolderId folder, long uid) {
                pop3.open.getFirst().terminate("Account is disabled");
                return super.message(mailbox, folder, uid);
            }
        };
        pop3.verifyAlice("""
                C: RETR 1
                C: DELE 1
                C: QUIT
                S: +OK 5 octets
                S: one
                S: .
                S: -ERR [SYS/PERM] Account is disabled
                * close
                """);
        assertThat(pop3.inbox()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void whenTheStoreCannotRemoveTheClientIsTold() {
        // RFC 1939 6
        pop3.store = new ForwardingStore(pop3.memory) {
            @Override
            public ExpungeResult expunge(MailboxId mailbox, FolderId folder, UidSet uids) {
                return new StoreFailed("disk full");
            }
        };
        pop3.verifyAlice("""
                C: DELE 1
                S: +OK Message 1 deleted
                C: QUIT
                S: -ERR [SYS/TEMP] Deleted messages could not be removed
                * close
                """);
    }

    @Test
    void aFailureOfTheStoreIsTemporaryAndEndsTheSession() {
        pop3.store = new ForwardingStore(pop3.memory) {
            @Override
            public Optional<StoredMessage> message(MailboxId mailbox, FolderId folder, long uid) {
                throw new StoreException("disk broken");
            }
        };
        pop3.verifyAlice("""
                C: RETR 1
                S: -ERR [SYS/TEMP] Internal error
                * close
                """);
    }

    private void breakBodies(int readable) {
        pop3.store = new ForwardingStore(pop3.memory) {
            @Override
            public Optional<StoredMessage> message(MailboxId mailbox, FolderId folder, long uid) {
                return super.message(mailbox, folder, uid)
                        .map(message -> new StoredMessage(
                                message.uid(),
                                message.modSeq(),
                                message.flags(),
                                message.internalDate(),
                                message.keptSummary(),
                                new BrokenSource(message.body(), readable)));
            }
        };
    }

    @Test
    void aMessageThatCannotBeReadIsNotBegun() {
        breakBodies(0);
        pop3.verifyAlice("""
                C: RETR 1
                S: -ERR [SYS/PERM] Message cannot be read; the administrator can see which
                C: TOP 1 0
                S: -ERR [SYS/PERM] Message cannot be read; the administrator can see which
                C: STAT
                S: …
                C: QUIT
                S: …
                * close
                """);
        assertThat(pop3.unreadable.listed()).containsExactly("mailbox id-alice, folder INBOX, UID 1");
        assertThat(pop3.unreadable.reads()).isEqualTo(2);
    }

    @Test
    void anErrorInTheMiddleOfAMessageLeavesItUnfinished() {
        breakBodies(1);
        // No line with a single dot: the client can tell that it has not got all.
        pop3.verifyAlice("""
                C: RETR 1
                S: +OK 5 octets
                * close
                """);
    }

    @Test
    void longAndBrokenLinesAreRefused() {
        pop3.verify(Transcript.of("""
                S: +OK mx.example.org POP3 ready
                C: %s
                S: -ERR Line too long
                C: USER alice\\n@example.org
                S: -ERR Bare CR or LF in a line
                C: USER alice\\r@example.org
                S: -ERR Bare CR or LF in a line
                C: QUIT
                S: +OK Bye
                * close
                """.formatted("x".repeat(12_288))).overTls());
    }

    @Test
    void afterTwentyBadCommandsTheSessionEnds() {
        // From the eleventh on each answer waits longer.
        StringBuilder slow = new StringBuilder();
        for (int beyond = 1; beyond < 10; beyond++) {
            slow.append("C: X\n* pause " + beyond + "000 ms\nS: -ERR Unknown command\n");
        }
        pop3.verify("S: +OK mx.example.org POP3 ready\n" + "C: X\nS: -ERR Unknown command\n".repeat(10) + slow
                + "C: LIST x\n* pause 10000 ms\nS: -ERR Too many bad commands\n* close");
    }
}
