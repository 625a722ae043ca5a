package io.postwerk.imapserver;

import io.postwerk.mail.MessageSource;
import io.postwerk.store.Folder.FolderId;
import io.postwerk.store.MailboxId;
import io.postwerk.store.MailboxStore;
import io.postwerk.store.StoredMessage;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Messages that the store has and cannot read, because the disk has lost or changed octets of them: what clients have asked for
 * since the start. Each is logged once and listed for the health report, so that somebody restores it. Used by all sessions.
 */
public final class UnreadableMessages {
    /** More are counted only: a disk that breaks loses many. */
    static final int MOST_LISTED = 50;

    private static final Logger LOG = System.getLogger(UnreadableMessages.class.getName());

    private final MailboxStore store;
    private final Map<Place, String> listed = new LinkedHashMap<>();
    private long reads;

    public UnreadableMessages(MailboxStore store) {
        this.store = store;
    }

    /** Which message. */
    public record Place(MailboxId mailbox, FolderId folder, long uid) {}

    /** The octets of one message cannot be had; those of others can. */
    public static final class UnreadableException extends IOException {
        private static final long serialVersionUID = 1L;

        private UnreadableException(IOException cause) {
            super("a stored message cannot be read: " + cause.getMessage(), cause);
        }
    }

    /** The octets of a message; reading them throws an {@link UnreadableException} if they cannot be had. */
    public static MessageSource octets(StoredMessage message) {
        return new Octets(message.body());
    }

    /** A client could not have a message. */
    public void note(Place place, UnreadableException failure) {
        String described = describe(place);
        synchronized (this) {
            reads++;
            if (listed.size() >= MOST_LISTED || listed.putIfAbsent(place, described) != null) {
                return;
            }
        }
        LOG.log(Level.ERROR, "A message cannot be read: " + described, failure);
    }

    private String describe(Place place) {
        String folder = store.folder(place.mailbox(), place.folder())
                .map(found -> found.name().value())
                .orElse("(removed)");
        return "mailbox " + place.mailbox().value() + ", folder " + folder + ", UID " + place.uid();
    }

    /** The first of them, each once. */
    public synchronized List<String> listed() {
        return List.copyOf(listed.values());
    }

    /** How often a client could not have a message. */
    public synchronized long reads() {
        return reads;
    }

    private record Octets(MessageSource stored) implements MessageSource {
        @Override
        public long size() {
            return stored.size();
        }

        @Override
        public int read(long position, ByteBuffer target) throws IOException {
            try {
                return stored.read(position, target);
            } catch (IOException e) {
                throw new UnreadableException(e);
            }
        }

        @Override
        public void check(long position, long length) throws IOException {
            try {
                stored.check(position, length);
            } catch (IOException e) {
                throw new UnreadableException(e);
            }
        }

        @Override
        public void close() {
            stored.close();
        }
    }
}
