package io.postwerk.imapserver.pop3.session;

import io.postwerk.store.MailboxId;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The exclusive-access locks of RFC 1939 4: a mailbox is open in one POP3 session at a time. IMAP sessions and
 * deliveries go on beside it; what the lock protects is the meaning of the session's message numbers and marks.
 */
public final class MaildropLocks {
    private final Set<MailboxId> locked = ConcurrentHashMap.newKeySet();

    /** The lock of a mailbox, until it is closed. */
    public final class Lock implements AutoCloseable {
        private final MailboxId mailbox;
        private boolean held = true;

        private Lock(MailboxId mailbox) {
            this.mailbox = mailbox;
        }

        /** Releases it; once it is released this does nothing. */
        @Override
        public synchronized void close() {
            if (held) locked.remove(mailbox);
            held = false;
        }
    }

    /** The lock, or empty while another session has it. */
    public Optional<Lock> tryLock(MailboxId mailbox) {
        return locked.add(mailbox) ? Optional.of(new Lock(mailbox)) : Optional.empty();
    }

    /** How many maildrops are open. */
    public int size() {
        return locked.size();
    }
}
