package io.postwerk.imapserver.imap.handler;

import io.postwerk.imapserver.UnreadableMessages;
import io.postwerk.imapserver.UnreadableMessages.UnreadableException;
import io.postwerk.imapserver.imap.codec.FetchAttribute;
import io.postwerk.imapserver.imap.codec.FetchAttribute.Item;
import io.postwerk.imapserver.imap.codec.FetchResponse;
import io.postwerk.imapserver.imap.message.NulFreeStream;
import io.postwerk.imapserver.imap.message.SectionReader;
import io.postwerk.imapserver.imap.session.FlagNames;
import io.postwerk.imapserver.imap.session.ImapSession;
import io.postwerk.imapserver.imap.session.SelectedFolder;
import io.postwerk.mail.LongWork;
import io.postwerk.mail.MessageBuffer;
import io.postwerk.mail.MessageSource;
import io.postwerk.mail.MessageSummary;
import io.postwerk.store.FolderState;
import io.postwerk.store.StoreException;
import io.postwerk.store.StoredMessage;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Writes the FETCH response of one message; octets of its body are streamed from the store to the connection.
 *
 * <p>A literal announces its length, so nothing but its octets may follow: what fails behind that can only end the connection.
 * So the whole response is prepared first, and the octets of every literal in it are checked, before any of it is written. A
 * body in one chunk of the store is read once, for both. Of a longer one the chunks are read twice, the first time without
 * being copied; the second time they come from the page cache. If the disk fails between the two, the connection ends after
 * all: to keep the whole of a long body in memory or in a file would cost more than that is worth.
 */
final class FetchResponseWriter implements AutoCloseable {
    /** Octets of a long item that are kept in memory. */
    private static final int BUFFERED_OCTETS = 32 * 1024;

    private final ImapSession session;
    private final SelectedFolder folder;
    private final int index;
    private final Optional<StoredMessage> message;
    private final FetchResponse response;
    private final LongWork work;

    /** In the order in which they are sent; the rest of the response follows. */
    private final List<Segment> segments = new ArrayList<>();

    /** Of the message, decoded when it is needed first. */
    private Optional<MessageSummary> kept = Optional.empty();

    /**
     * A part of the response that is not in memory, and what comes before it.
     *
     * @param ofMessage octets of the message, in which NUL may stand
     */
    private record Segment(byte[] before, MessageSource octets, boolean ofMessage) {}

    /** @param message present if an attribute needs it */
    FetchResponseWriter(ImapSession session, SelectedFolder folder, int index, Optional<StoredMessage> message) {
        this.session = session;
        this.folder = folder;
        this.index = index;
        this.message = message;
        this.response = new FetchResponse(index + 1);
        this.work = new LongWork(session::checkPresence);
    }

    /**
     * Prepares the response.
     *
     * @param tellFlags the command has changed the flags, so that they belong into the response (RFC 3501 section 6.4.5)
     * @throws UnreadableException an attribute cannot be had
     */
    void prepare(List<FetchAttribute> attributes, boolean tellFlags) throws IOException {
        if (tellFlags && !attributes.contains(Item.FLAGS)) {
            item(Item.FLAGS);
        }
        for (FetchAttribute asked : attributes) {
            session.letOthersGoOn();
            switch (asked) {
                case Item item -> item(item);
                case FetchAttribute.Body body -> body(body);
            }
        }
    }

    /** Writes what was prepared. */
    void write() throws IOException {
        // From here on the client is waited for, and that must not happen in a turn
        work.close();
        try {
            for (Segment segment : segments) {
                session.write(segment.before);
                session.connection()
                        .writeFrom(
                                segment.ofMessage ? new NulFreeStream(segment.octets.open()) : segment.octets.open(),
                                segment.octets.size());
            }
        } catch (StoreException e) {
            // Nothing that follows could be understood
            throw new IOException("The store failed in the middle of a message", e);
        }
        session.write(response.end());
    }

    /** Releases what the response has in memory or in files; the message cannot be read any more. */
    @Override
    public void close() {
        work.close();
        segments.forEach(segment -> segment.octets.close());
        message.ifPresent(read -> read.body().close());
    }

    private StoredMessage message() {
        return message.orElseThrow();
    }

    private void item(Item item) throws IOException {
        switch (item) {
            case FLAGS -> response.flags(FlagNames.of(folder.flags(index), folder.isRecent(index)));
            case UID -> response.uid(folder.uid(index));
            case INTERNALDATE -> response.internalDate(internalDate());
            case RFC822_SIZE -> response.size(size());
            case ENVELOPE -> structure((to, summary) -> to.envelope(summary.envelope()));
            case BODY -> structure((to, summary) -> to.bodyStructure(summary.body(), false));
            case BODYSTRUCTURE -> structure((to, summary) -> to.bodyStructure(summary.body(), true));
        }
    }

    /**
     * An item that is made of the summary. If that is too large to be kept, so is the item too large for memory: it is put
     * into a buffer that spills to disk, and the summary is released before the client is waited for.
     */
    private void structure(BiConsumer<FetchResponse, MessageSummary> item) throws IOException {
        Optional<MessageSummary> small = kept();
        if (small.isPresent()) {
            item.accept(response, small.get());
            return;
        }
        try (MessageBuffer buffer =
                new MessageBuffer(BUFFERED_OCTETS, session.services().settings().spool())) {
            fromBody(summary -> {
                response.writeTo(buffer, to -> item.accept(to, summary));
                return buffer;
            });
            segments.add(new Segment(new byte[0], buffer.toSource(), false));
        }
    }

    /** Empty if it was not kept, or cannot be read: then it is worked out from the message. */
    private Optional<MessageSummary> kept() {
        if (kept.isEmpty() && message().keptSummary().isPresent()) {
            try {
                kept = Optional.of(message().summary());
            } catch (StoreException e) {
                return Optional.empty();
            }
        }
        return kept;
    }

    /** Takes something of a summary. */
    @FunctionalInterface
    private interface SummaryUse<T> {
        T of(MessageSummary summary) throws IOException;
    }

    private <T> T fromBody(SummaryUse<T> use) throws IOException {
        work.beginLargeSummary();
        try {
            return use.of(MessageSummary.of(octets()));
        } finally {
            work.endLargeSummary();
        }
    }

    private MessageSource octets() {
        return work.paced(UnreadableMessages.octets(message()));
    }

    /** RFC 3501 2.3.3. */
    private Instant internalDate() {
        FolderState opened = folder.opened();
        return message.map(StoredMessage::internalDate)
                .orElseGet(() -> opened.internalDate(opened.indexOf(folder.uid(index))));
    }

    /** RFC 3501 2.3.4. */
    private long size() {
        FolderState opened = folder.opened();
        return message.map(StoredMessage::size).orElseGet(() -> opened.octets(opened.indexOf(folder.uid(index))));
    }

    private void body(FetchAttribute.Body asked) throws IOException {
        Optional<MessageSource> octets = octets(asked);
        if (octets.isEmpty()) {
            response.noBody(asked);
            return;
        }
        octets.get().check(0, octets.get().size());
        response.body(asked, octets.get().size());
        segments.add(new Segment(response.take(), octets.get(), true));
    }

    private Optional<MessageSource> octets(FetchAttribute.Body asked) throws IOException {
        if (SectionReader.isWhole(asked)) {
            return Optional.of(SectionReader.whole(octets(), asked));
        }
        Optional<MessageSummary> small = kept();
        return small.isPresent()
                ? SectionReader.read(octets(), small.get(), asked)
                : fromBody(summary -> SectionReader.read(octets(), summary, asked));
    }
}
