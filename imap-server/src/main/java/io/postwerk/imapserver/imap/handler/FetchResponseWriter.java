package io.postwerk.imapserver.imap.handler;

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
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Writes FETCH responses, one message at a time; octets of bodies are streamed from the store to the connection. */
final class FetchResponseWriter {
    /** Octets of a long item that are kept in memory. */
    private static final int BUFFERED_OCTETS = 32 * 1024;

    private final ImapSession session;
    private final SelectedFolder folder;
    private final List<FetchAttribute> attributes;

    /** Of the message that is answered, decoded when it is needed first. */
    private Optional<MessageSummary> kept = Optional.empty();

    /** Whether a part of the response that is written has been sent. */
    private boolean begun;

    FetchResponseWriter(ImapSession session, SelectedFolder folder, List<FetchAttribute> attributes) {
        this.session = session;
        this.folder = folder;
        this.attributes = attributes;
    }

    /**
     * @param message present if an attribute needs it
     * @param tellFlags the command has changed the flags, so that they belong into the response (RFC 3501 section 6.4.5)
     */
    void respond(int index, Optional<StoredMessage> message, boolean tellFlags) throws IOException {
        FetchResponse response = new FetchResponse(index + 1);
        kept = Optional.empty();
        begun = false;
        try {
            if (tellFlags && !attributes.contains(Item.FLAGS)) {
                item(Item.FLAGS, index, message, response);
            }
            for (FetchAttribute asked : attributes) {
                switch (asked) {
                    case Item item -> item(item, index, message, response);
                    case FetchAttribute.Body body -> body(body, message.orElseThrow(), response);
                }
            }
        } catch (StoreException e) {
            if (begun) {
                // Part of the response is sent: nothing that follows could be understood
                throw new IOException("The store failed in the middle of a message", e);
            }
            throw e;
        }
        session.write(response.end());
    }

    private void item(Item item, int index, Optional<StoredMessage> message, FetchResponse response)
            throws IOException {
        switch (item) {
            case FLAGS -> response.flags(FlagNames.of(folder.flags(index), folder.isRecent(index)));
            case UID -> response.uid(folder.uid(index));
            case INTERNALDATE -> response.internalDate(internalDate(index, message));
            case RFC822_SIZE -> response.size(size(index, message));
            case ENVELOPE ->
                structure(message.orElseThrow(), response, (to, summary) -> to.envelope(summary.envelope()));
            case BODY ->
                structure(message.orElseThrow(), response, (to, summary) -> to.bodyStructure(summary.body(), false));
            case BODYSTRUCTURE ->
                structure(message.orElseThrow(), response, (to, summary) -> to.bodyStructure(summary.body(), true));
        }
    }

    /**
     * An item that is made of the summary. If that is too large to be kept, so is the item too large for memory: it is put
     * into a buffer that spills to disk, and the summary is released before the client is waited for.
     */
    private void structure(
            StoredMessage message, FetchResponse response, BiConsumer<FetchResponse, MessageSummary> item)
            throws IOException {
        if (message.keptSummary().isPresent()) {
            item.accept(response, kept(message));
            return;
        }
        try (MessageBuffer buffer =
                new MessageBuffer(BUFFERED_OCTETS, session.services().settings().spool())) {
            fromBody(message, summary -> {
                response.writeTo(buffer, to -> item.accept(to, summary));
                return buffer;
            });
            try (MessageSource octets = buffer.toSource()) {
                begun = true;
                session.connection().writeFrom(octets.open(), octets.size());
            }
        }
    }

    private MessageSummary kept(StoredMessage message) {
        if (kept.isEmpty()) {
            kept = Optional.of(message.summary());
        }
        return kept.get();
    }

    /** Takes something of a summary. */
    @FunctionalInterface
    private interface SummaryUse<T> {
        T of(MessageSummary summary) throws IOException;
    }

    private <T> T fromBody(StoredMessage message, SummaryUse<T> use) throws IOException {
        try (LongWork work = new LongWork(session::checkPresence)) {
            work.beginLargeSummary();
            return use.of(MessageSummary.of(work.paced(message.body())));
        }
    }

    /** RFC 3501 2.3.3. */
    private Instant internalDate(int index, Optional<StoredMessage> message) {
        FolderState opened = folder.opened();
        return message.map(StoredMessage::internalDate)
                .orElseGet(() -> opened.internalDate(opened.indexOf(folder.uid(index))));
    }

    /** RFC 3501 2.3.4. */
    private long size(int index, Optional<StoredMessage> message) {
        FolderState opened = folder.opened();
        return message.map(StoredMessage::size).orElseGet(() -> opened.octets(opened.indexOf(folder.uid(index))));
    }

    private void body(FetchAttribute.Body asked, StoredMessage message, FetchResponse response) throws IOException {
        Optional<MessageSource> octets = octets(asked, message);
        if (octets.isEmpty()) {
            response.noBody(asked);
            return;
        }
        response.body(asked, octets.get().size());
        begun = true;
        session.write(response.take());
        session.connection()
                .writeFrom(new NulFreeStream(octets.get().open()), octets.get().size());
    }

    private Optional<MessageSource> octets(FetchAttribute.Body asked, StoredMessage message) throws IOException {
        if (SectionReader.isWhole(asked)) {
            return Optional.of(SectionReader.whole(message.body(), asked));
        }
        return message.keptSummary().isPresent()
                ? SectionReader.read(message.body(), kept(message), asked)
                : fromBody(message, summary -> SectionReader.read(message.body(), summary, asked));
    }
}
