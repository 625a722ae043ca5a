package io.postwerk.tests.siege;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Another user during an attack: from an address of their own, in sessions that were open before and in new ones. The longest that a NOOP over
 * IMAP, and a transaction over SMTP, had to wait is what the attack costs others.
 */
final class Bystander implements AutoCloseable {
    private static final String ADDRESS = "127.200.0.1";
    private static final Duration PAUSE = Duration.ofMillis(100);

    private static final int TRANSACTIONS = 20;

    private final Thread imap;
    private final Thread smtp;
    private volatile boolean going = true;
    private volatile long longestImap;
    private volatile long longestSmtp;
    private volatile Optional<Exception> failure = Optional.empty();

    private interface Step {
        void take() throws IOException;
    }

    Bystander() throws IOException {
        Client mailbox = Client.inbox(ADDRESS, Manifests.BYSTANDER);
        imap = Thread.ofPlatform()
                .start(() -> repeat(mailbox, () -> {
                    long start = System.nanoTime();
                    mailbox.ok("NOOP");
                    longestImap = Math.max(longestImap, System.nanoTime() - start);
                }));
        Client server = Client.smtp(ADDRESS, Manifests.SMTP);
        smtp = Thread.ofPlatform().start(() -> transactions(server));
    }

    /**
     * A new session now and then: one that goes on for ever without a mail is slowed down for that. Where there is no room for
     * another connection, since a crowd has taken it all, the old one is kept: it is its commands that must be answered.
     */
    private void transactions(Client first) {
        Client server = first;
        try {
            for (int i = 1; going; i++) {
                long start = System.nanoTime();
                expect(server.ask("MAIL FROM:<friend@elsewhere.test>"));
                expect(server.ask("RCPT TO:<" + Manifests.BYSTANDER + ">"));
                expect(server.ask("RSET"));
                longestSmtp = Math.max(longestSmtp, System.nanoTime() - start);
                if (i % TRANSACTIONS == 0) server = renewed(server);
                LockSupport.parkNanos(PAUSE.toNanos());
            }
            server.close();
        } catch (IOException | AssertionError e) {
            failure = Optional.of(new IOException("SMTP", e));
        }
    }

    private static Client renewed(Client server) throws IOException {
        Client next;
        try {
            next = Client.smtp(ADDRESS, Manifests.SMTP);
        } catch (IOException e) {
            return server;
        }
        server.close();
        return next;
    }

    private static void expect(String reply) throws IOException {
        if (!reply.startsWith("250")) throw new IOException(reply);
    }

    private void repeat(Client client, Step step) {
        try (client) {
            while (going) {
                step.take();
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } catch (IOException | AssertionError e) {
            failure = Optional.of(new IOException("IMAP", e));
        }
    }

    /** Milliseconds. */
    long longestImap() {
        return TimeUnit.NANOSECONDS.toMillis(longestImap);
    }

    /** Milliseconds, for the commands of a transaction together. */
    long longestSmtp() {
        return TimeUnit.NANOSECONDS.toMillis(longestSmtp);
    }

    /** What went wrong, if anything did. */
    Optional<Exception> failure() {
        return failure;
    }

    @Override
    public void close() throws InterruptedException {
        going = false;
        imap.join();
        smtp.join();
    }
}
