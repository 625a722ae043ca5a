package io.postwerk.imapserver.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.imapserver.FakeAuthenticator;
import io.postwerk.imapserver.FakeDirectory;
import io.postwerk.imapserver.UnreadableMessages;
import io.postwerk.mail.MessageSource;
import io.postwerk.net.ConnectionClosedException;
import io.postwerk.net.MemoryAccount;
import io.postwerk.net.TlsContext;
import io.postwerk.net.TlsFailedException;
import io.postwerk.sasl.FailureReason;
import io.postwerk.store.AppendRequest;
import io.postwerk.store.Flags;
import io.postwerk.store.Flags.SystemFlag;
import io.postwerk.store.FolderName;
import io.postwerk.store.MailboxId;
import io.postwerk.store.MailboxStore;
import io.postwerk.store.QuotaLimits;
import io.postwerk.store.StoreResult.AppendResult;
import io.postwerk.testkit.ScriptedConnection;
import io.postwerk.testkit.ScriptedConnection.Turn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A server for alice, whose INBOX has three messages: one seen, one not, one deleted that has the keyword $Plan. */
public final class ImapFixture {
    private static final String ADDRESS = "alice@example.org";
    static final long MOST_OCTETS = 100_000;

    /** Held, so that its level is: thousands of logins, and failures that are made, are no news. */
    private static final Logger LOG = Logger.getLogger("io.postwerk.imapserver.imap");

    static {
        LOG.setLevel(Level.SEVERE);
    }

    private final MailboxStore store;
    private final MailboxId mailbox;
    private final FakeDirectory users = new FakeDirectory();
    private final SessionList sessions = new SessionList();
    private final FakeAuthenticator authenticator;
    private final UnreadableMessages unreadable;
    private final ImapConnectionHandler handler;
    private MemoryAccount memory = MemoryAccount.unlimited();

    public ImapFixture(MailboxStore store, Path spool) {
        this(store, spool, "alice");
    }

    /** @param mailboxId of alice: one that the store does not have yet */
    public ImapFixture(MailboxStore store, Path spool, String mailboxId) {
        this(
                store,
                spool,
                mailboxId,
                ImapSessionLimits.DEFAULT.withMessageOctets(MOST_OCTETS).withBadCommands(5),
                anyTls());
    }

    public ImapFixture(MailboxStore store, Path spool, ImapSessionLimits limits) {
        this(store, spool, "alice", limits, anyTls());
    }

    ImapFixture(MailboxStore store, Path spool, String mailboxId, ImapSessionLimits limits, TlsContext startTls) {
        this.store = store;
        this.mailbox = new MailboxId(mailboxId);
        this.unreadable = new UnreadableMessages(store);
        ImapSettings settings =
                ImapSettings.of("mx.example.org", spool).withStartTls(startTls).withLimits(limits);
        users.with(ADDRESS, mailboxId);
        this.authenticator = new FakeAuthenticator()
                .requiringTls()
                .with(ADDRESS, "wonderland", mailboxId)
                .withFailing("away@example.org", "x", FailureReason.TEMPORARY)
                .withFailing("disabled@example.org", "x", FailureReason.DISABLED)
                .withFailing("expired@example.org", "x", FailureReason.EXPIRED);
        this.handler = new ImapConnectionHandler(() -> settings, authenticator, users, sessions, store, unreadable);
        deliver(message(1, "one", "Thu, 1 Jan 2026", "first"), "2026-01-01", Flags.of(SystemFlag.SEEN));
        deliver(message(2, "two", "Fri, 2 Jan 2026", "second"), "2026-01-02", Flags.NONE);
        deliver(
                message(3, "three", "Sat, 3 Jan 2026", "third"),
                "2026-01-03",
                Flags.of(List.of(SystemFlag.DELETED), List.of("$Plan")));
    }

    /** The memory of the connections to come. */
    ImapFixture withMemory(MemoryAccount account) {
        memory = account;
        return this;
    }

    /** Scripted connections only say that TLS is on. */
    private static TlsContext anyTls() {
        try {
            return TlsContext.opportunisticClient("localhost");
        } catch (TlsFailedException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String message(int number, String subject, String day, String body) {
        return "Subject: %s\r\nDate: %s 12:00:00 +0000\r\nX-Number: %d\r\n\r\n%s\r\n"
                .formatted(subject, day, number, body);
    }

    public ImapConnectionHandler handler() {
        return handler;
    }

    public MailboxStore store() {
        return store;
    }

    /** Exchanges of logins that were given up before their end. */
    int cancelledLogins() {
        return authenticator.cancelled();
    }

    /** Alice may log in without TLS. */
    void allowInTheClear() {
        authenticator.allowInTheClear();
    }

    UnreadableMessages unreadable() {
        return unreadable;
    }

    SessionList sessions() {
        return sessions;
    }

    /** Alice's mailbox may take so many octets. */
    void quota(long octets) {
        users.withQuota(ADDRESS, mailbox.value(), octets);
    }

    /** Nothing can be said of alice for now. */
    void breakDownDirectory() {
        users.breakDown(ADDRESS);
    }

    /** New mail in INBOX. */
    void deliver() {
        deliver("Subject: new\r\n\r\nnew\r\n", "2026-02-01", Flags.NONE);
    }

    void deliver(String message, String day, Flags flags) {
        AppendResult result = store.append(new AppendRequest(
                mailbox,
                FolderName.INBOX,
                MessageSource.of(message.getBytes(StandardCharsets.UTF_8)),
                flags,
                Optional.of(Instant.parse(day + "T12:00:00Z")),
                Optional.empty(),
                QuotaLimits.NONE));
        assertThat(result).isInstanceOf(AppendResult.Appended.class);
    }

    /** What a client does in a session of its own, with INBOX selected. */
    void otherSession(String command) {
        String sent = converse("o1 LOGIN alice@example.org wonderland", "o2 SELECT INBOX", "o3 " + command);
        assertThat(sent).contains("\r\no3 OK");
    }

    /** Sends lines, each when the last is answered, over TLS; all that the server sent. */
    public String converse(String... lines) {
        List<Turn> turns = new ArrayList<>();
        for (String line : lines) {
            turns.add(new Turn.Input((line + "\r\n").getBytes(StandardCharsets.UTF_8)));
        }
        ScriptedConnection connection = new ScriptedConnection(turns).withTls().withMemory(memory);
        try {
            handler.handle(connection);
        } catch (ConnectionClosedException e) {
            // the client has left
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            connection.close();
        }
        return connection.sent();
    }
}
