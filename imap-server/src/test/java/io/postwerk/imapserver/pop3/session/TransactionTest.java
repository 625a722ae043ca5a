package io.postwerk.imapserver.pop3.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.store.FolderName;
import org.junit.jupiter.api.Test;

/** RFC 1939 5 and 7: the TRANSACTION state. */
class TransactionTest {
    private final Pop3Fixture pop3 = new Pop3Fixture();

    TransactionTest() {
        pop3.deliver(
                "Subject: one\r\n\r\nfirst\r\n.dot\r\n",
                "Subject: two\r\n\r\nsecond\r\n..\r\nline 3\r\n",
                "Subject: three\r\n\r\nno end");
    }

    @Test
    void capabilitiesAreTheSameAfterLogin() {
        pop3.verifyAlice("""
                C: CAPA
                S: +OK Capabilities follow
                S: TOP
                S: UIDL
                S: RESP-CODES
                S: AUTH-RESP-CODE
                S: PIPELINING
                S: EXPIRE NEVER
                S: USER
                S: SASL TALK PLAIN
                S: IMPLEMENTATION Postwerk
                S: .
                """);
    }

    @Test
    void statCountsWhatIsNotDeleted() {
        pop3.verifyAlice("""
                C: STAT
                S: +OK 3 89
                C: DELE 2
                S: +OK Message 2 deleted
                C: STAT
                S: +OK 2 53
                C: NOOP
                S: +OK
                """);
    }

    @Test
    void listTellsSizes() {
        pop3.verifyAlice("""
                C: LIST
                S: +OK 3 messages (89 octets)
                S: 1 29
                S: 2 36
                S: 3 24
                S: .
                C: LIST 2
                S: +OK 2 36
                C: LIST 4
                S: -ERR No such message
                C: LIST 0
                S: -ERR No such message
                C: LIST 99999999999
                S: -ERR No such message
                C: LIST x
                S: -ERR Syntax: LIST [msg]
                C: DELE 2
                S: +OK Message 2 deleted
                C: LIST 2
                S: -ERR Message is deleted
                C: LIST
                S: +OK 2 messages (53 octets)
                S: 1 29
                S: 3 24
                S: .
                """);
    }

    @Test
    void uidlTellsIdsThatStayTheSame() {
        long validity = pop3.memory
                .folder(Pop3Fixture.ALICE, FolderName.INBOX)
                .orElseThrow()
                .uidValidity();
        pop3.verifyAlice("""
                C: UIDL
                S: +OK Unique ids follow
                S: 1 %1$d.1
                S: 2 %1$d.2
                S: 3 %1$d.3
                S: .
                C: UIDL 3
                S: +OK 3 %1$d.3
                C: DELE 1
                S: +OK Message 1 deleted
                C: UIDL 1
                S: -ERR Message is deleted
                C: UIDL 4
                S: -ERR No such message
                C: UIDL
                S: +OK Unique ids follow
                S: 2 %1$d.2
                S: 3 %1$d.3
                S: .
                C: QUIT
                S: +OK Bye, 1 message removed
                * close
                """.formatted(validity));
        // Numbers move up, ids do not (RFC 1939 7).
        pop3.verifyAlice("""
                C: UIDL
                S: +OK Unique ids follow
                S: 1 %1$d.2
                S: 2 %1$d.3
                S: .
                """.formatted(validity));
    }

    @Test
    void retrSendsTheWholeMessage() {
        pop3.verifyAlice("""
                C: RETR 1
                S: +OK 29 octets
                S: Subject: one
                S:
                S: first
                S: ..dot
                S: .
                C: RETR 3
                S: +OK 24 octets
                S: Subject: three
                S:
                S: no end
                S: .
                C: RETR 4
                S: -ERR No such message
                C: DELE 1
                S: +OK Message 1 deleted
                C: RETR 1
                S: -ERR Message is deleted
                """);
    }

    @Test
    void topSendsTheHeaderAndSomeLines() {
        pop3.verifyAlice("""
                C: TOP 2 0
                S: +OK Top of message follows
                S: Subject: two
                S:
                S: .
                C: TOP 2 2
                S: +OK Top of message follows
                S: Subject: two
                S:
                S: second
                S: ...
                S: .
                C: TOP 2 1000
                S: +OK Top of message follows
                S: Subject: two
                S:
                S: second
                S: ...
                S: line 3
                S: .
                C: TOP 9 1
                S: -ERR No such message
                C: TOP 1
                S: -ERR Syntax: TOP msg n
                """);
    }

    @Test
    void aMessageIsDeletedOnce() {
        pop3.verifyAlice("""
                C: DELE 1
                S: +OK Message 1 deleted
                C: DELE 1
                S: -ERR Message is deleted
                C: DELE 0
                S: -ERR No such message
                C: DELE 4
                S: -ERR No such message
                C: TOP 1 0
                S: -ERR Message is deleted
                """);
    }

    @Test
    void rsetTakesMarksBack() {
        pop3.verifyAlice("""
                C: DELE 1
                C: DELE 3
                C: STAT
                C: RSET
                C: STAT
                C: QUIT
                S: +OK Message 1 deleted
                S: +OK Message 3 deleted
                S: +OK 1 36
                S: +OK 3 messages (89 octets)
                S: +OK 3 89
                S: +OK Bye
                * close
                """);
        assertThat(pop3.inbox()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void whatArrivesLaterIsForTheNextSession() {
        pop3.verify(pop3.alice("""
                * event delivery
                C: STAT
                S: +OK 3 89
                C: RETR 4
                S: -ERR No such message
                """).on("delivery", () -> pop3.deliver("late\r\n")));
        pop3.verifyAlice("""
                C: STAT
                S: +OK 4 95
                """);
    }

    @Test
    void whatAnotherSessionRemovesIsGone() {
        pop3.verify(pop3.alice("""
                * event expunge
                C: STAT
                S: +OK 3 89
                C: RETR 2
                S: -ERR [SYS/PERM] Message is gone
                C: TOP 2 0
                S: -ERR [SYS/PERM] Message is gone
                C: DELE 2
                S: +OK Message 2 deleted
                C: QUIT
                S: +OK Bye
                * close
                """).on("expunge", () -> pop3.expunge(2)));
        assertThat(pop3.inbox()).containsExactly(1L, 3L);
    }

    @Test
    void emptyMaildropsHaveEmptyLists() {
        pop3.expunge(1, 2, 3);
        pop3.verifyAlice("""
                C: STAT
                S: +OK 0 0
                C: LIST
                S: +OK 0 messages (0 octets)
                S: .
                C: UIDL
                S: +OK Unique ids follow
                S: .
                C: LIST 1
                S: -ERR No such message
                """);
    }

    @Test
    void commandsMayBePipelined() {
        // RFC 2449 6.6
        pop3.verifyAlice("""
                C: STAT
                C: NOOP
                C: LIST 1
                C: BOGUS
                C: TOP 3 0
                S: +OK 3 89
                S: +OK
                S: +OK 1 29
                S: -ERR Unknown command
                S: +OK Top of message follows
                S: Subject: three
                S:
                S: .
                """);
    }
}
