package io.postwerk.imapserver.imap.handler;

import io.postwerk.imapserver.imap.codec.FetchAttribute;
import io.postwerk.imapserver.imap.codec.FetchAttribute.Item;
import io.postwerk.imapserver.imap.codec.FetchResponse;
import io.postwerk.imapserver.imap.message.NulFreeStream;
import io.postwerk.imapserver.imap.message.SectionReader;
import io.postwerk.imapserver.imap.session.FlagNames;
import io.postwerk.imapserver.imap.session.ImapSession;
import io.postwerk.imapserver.imap.session.SelectedFolder;
import io.postwerk.mail.MessageSource;
import io.postwerk.store.FolderState;
import io.postwerk.store.StoreException;
import io.postwerk.store.StoredMessage;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Writes FETCH responses, one message at a time; octets of bodies are streamed from the store to the connection. */
final class FetchResponseWriter {
    private final ImapSession session;
    private final SelectedFolder folder;
    private final List<FetchAttribute> attributes;

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
        if (tellFlags && !attributes.contains(Item.FLAGS)) {
            item(Item.FLAGS, index, message, response);
        }
        for (FetchAttribute asked : attributes) {
            switch (asked) {
                case Item item -> item(item, index, message, response);
                case FetchAttribute.Body body -> body(body, message.orElseThrow(), response);
            }
        }
        session.write(response.end());
    }

    private void item(Item item, int index, Optional<StoredMessage> message, FetchResponse response) {
        switch (item) {
            case FLAGS -> response.flags(FlagNames.of(folder.flags(index), folder.isRecent(index)));
            case UID -> response.uid(folder.uid(index));
            case INTERNALDATE -> response.internalDate(internalDate(index, message));
            case RFC822_SIZE -> response.size(size(index, message));
            case ENVELOPE -> response.envelope(message.orElseThrow().summary().envelope());
            case BODY -> response.bodyStructure(message.orElseThrow().summary().body(), false);
            case BODYSTRUCTURE ->
                response.bodyStructure(message.orElseThrow().summary().body(), true);
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
        Optional<MessageSource> octets = SectionReader.read(message, asked);
        if (octets.isEmpty()) {
            response.noBody(asked);
            return;
        }
        response.body(asked, octets.get().size());
        session.write(response.take());
        try {
            session.connection()
                    .writeFrom(
                            new NulFreeStream(octets.get().open()), octets.get().size());
        } catch (StoreException e) {
            // Part of a literal is sent: nothing that follows could be understood
            throw new IOException("The store failed in the middle of a message", e);
        }
    }
}
