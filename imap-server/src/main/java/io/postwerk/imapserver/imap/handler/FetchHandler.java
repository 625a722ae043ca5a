package io.postwerk.imapserver.imap.handler;

import io.postwerk.imapserver.UnreadableMessages.UnreadableException;
import io.postwerk.imapserver.imap.codec.FetchAttribute;
import io.postwerk.imapserver.imap.codec.FetchAttribute.Item;
import io.postwerk.imapserver.imap.codec.FetchResponse;
import io.postwerk.imapserver.imap.codec.ImapCommand;
import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.imap.session.FlagNames;
import io.postwerk.imapserver.imap.session.ImapSession;
import io.postwerk.imapserver.imap.session.MessageIndices;
import io.postwerk.imapserver.imap.session.SelectedFolder;
import io.postwerk.store.Flags;
import io.postwerk.store.Flags.FlagChange;
import io.postwerk.store.Flags.MessageFlags;
import io.postwerk.store.Flags.SystemFlag;
import io.postwerk.store.StoreResult.FlagsResult;
import io.postwerk.store.StoreResult.LimitReached;
import io.postwerk.store.StoreResult.NoSuchFolder;
import io.postwerk.store.StoreResult.StoreFailed;
import io.postwerk.store.StoredMessage;
import io.postwerk.store.UidSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.Set;

/** Handles {@link ImapCommand.Fetch}: message by message, so that only the summaries of one batch are in memory. */
final class FetchHandler {
    /** Messages that are read at once, at first. */
    private static final int FIRST_BATCH = 16;

    /** Messages that get \Seen at once, before the first of them is sent. */
    private static final int SEEN_BATCH = 16;

    private final ImapSession session;
    private final SelectedFolder folder;
    private final List<FetchAttribute> attributes;
    private final boolean setsSeen;
    private final BatchSize batches = new BatchSize(FIRST_BATCH);
    private final BatchMemory memory;
    private boolean someAreGone;
    private boolean someAreUnreadable;

    private FetchHandler(ImapCommand.Fetch fetch, ImapSession session) {
        this.session = session;
        this.folder = session.selected();
        this.attributes = withUid(fetch);
        this.memory = new BatchMemory(session.connection().memory());
        // RFC 3501 6.4.5: \Seen is set implicitly, unless by PEEK or after EXAMINE
        this.setsSeen = !folder.readOnly()
                && attributes.stream().anyMatch(asked -> asked instanceof FetchAttribute.Body body && !body.peek());
    }

    static StatusResponse handle(ImapCommand.Fetch fetch, ImapSession session) throws IOException {
        Optional<MessageIndices> messages = session.selected().resolve(fetch.messages());
        if (messages.isEmpty()) {
            return StatusResponses.noSuchMessage();
        }
        return new FetchHandler(fetch, session).answer(messages.get());
    }

    /** RFC 3501 6.4.8: UID FETCH answers with the UID, asked for or not. */
    private static List<FetchAttribute> withUid(ImapCommand.Fetch fetch) {
        List<FetchAttribute> attributes = new ArrayList<>(fetch.attributes());
        if (fetch.messages().uid() && !attributes.contains(Item.UID)) {
            attributes.addFirst(Item.UID);
        }
        return attributes;
    }

    private StatusResponse answer(MessageIndices messages) throws IOException {
        try (memory) {
            return answerAll(messages);
        }
    }

    private StatusResponse answerAll(MessageIndices messages) throws IOException {
        PrimitiveIterator.OfInt indices = messages.iterator();
        while (indices.hasNext()) {
            session.checkTermination();
            session.awaitReader();
            List<Integer> batch = new ArrayList<>();
            int size = memory.begin(Math.min(batches.messages(), setsSeen ? SEEN_BATCH : Integer.MAX_VALUE));
            while (indices.hasNext() && batch.size() < size) {
                batch.add(indices.nextInt());
            }
            Optional<StatusResponse> failure = answer(batch);
            if (failure.isPresent()) {
                return failure.get();
            }
        }
        if (someAreUnreadable) {
            return StatusResponses.someUnreadable();
        }
        // RFC 2180 4.1.2 allows NO here; clients show that to their users, so it is OK with a code, as from Dovecot
        return someAreGone ? StatusResponses.someExpunged("FETCH") : StatusResponses.completed("FETCH");
    }

    private Optional<StatusResponse> answer(List<Integer> batch) throws IOException {
        Set<Integer> newlySeen = new HashSet<>();
        if (setsSeen) {
            Optional<StatusResponse> failure = setSeen(batch, newlySeen);
            if (failure.isPresent()) {
                return failure;
            }
        }
        Map<Long, StoredMessage> messages = needsMessages(batch) ? read(batch) : Map.of();
        for (int index : batch) {
            session.awaitReader();
            Optional<StoredMessage> message = Optional.ofNullable(messages.get(folder.uid(index)));
            if (message.isEmpty() && needsMessages(List.of(index))) {
                someAreGone = true;
            } else {
                respond(index, message, newlySeen.contains(index));
            }
            session.letOthersGoOn();
        }
        return Optional.empty();
    }

    private void respond(int index, Optional<StoredMessage> message, boolean tellFlags) throws IOException {
        try (FetchResponseWriter response = new FetchResponseWriter(session, folder, index, message)) {
            try {
                response.prepare(attributes, tellFlags);
            } catch (UnreadableException e) {
                noteUnreadable(index, tellFlags, e);
                return;
            }
            response.write();
        } catch (UnreadableException e) {
            session.noteUnreadable(folder.uid(index), e);
            throw e;
        }
    }

    /** The message is left out; the others are sent, and the command is answered with NO. */
    private void noteUnreadable(int index, boolean tellFlags, UnreadableException failure) throws IOException {
        someAreUnreadable = true;
        session.noteUnreadable(folder.uid(index), failure);
        if (tellFlags) {
            // It is marked as seen all the same
            List<String> flags = FlagNames.of(folder.flags(index), folder.isRecent(index));
            FetchResponse response = new FetchResponse(index + 1);
            if (attributes.contains(Item.UID)) {
                response.uid(folder.uid(index));
            }
            session.write(response.flags(flags).end());
        }
    }

    private Optional<StatusResponse> setSeen(List<Integer> batch, Set<Integer> newlySeen) throws IOException {
        UidSet unseen = uids(batch.stream()
                .filter(index -> !folder.flags(index).has(SystemFlag.SEEN))
                .toList());
        if (unseen.isEmpty()) {
            return Optional.empty();
        }
        FlagsResult result = session.services()
                .store()
                .storeFlags(session.user().mailbox(), folder.id(), unseen, FlagChange.ADD, Flags.of(SystemFlag.SEEN));
        return switch (result) {
            case FlagsResult.Changed changed -> {
                for (MessageFlags message : changed.messages()) {
                    int index = folder.indexOf(message.uid());
                    if (index >= 0 && folder.noteFlags(session, index, message.flags())) {
                        newlySeen.add(index);
                    }
                }
                yield Optional.empty();
            }
            case NoSuchFolder missing -> Optional.of(StoreResponses.missing(missing));
            case LimitReached reached -> Optional.of(StoreResponses.limit(reached));
            case StoreFailed failed -> Optional.of(StoreResponses.failed(failed));
        };
    }

    /** The view has flags and UIDs; of messages that were there when the folder was selected, also sizes and dates. */
    private boolean needsMessages(List<Integer> batch) {
        for (FetchAttribute asked : attributes) {
            boolean needed = switch (asked) {
                case FetchAttribute.Body ignored -> true;
                case Item item ->
                    switch (item) {
                        case FLAGS, UID -> false;
                        case INTERNALDATE, RFC822_SIZE ->
                            batch.stream().anyMatch(index -> folder.opened().indexOf(folder.uid(index)) < 0);
                        case ENVELOPE, BODY, BODYSTRUCTURE -> true;
                    };
            };
            if (needed) {
                return true;
            }
        }
        return false;
    }

    private Map<Long, StoredMessage> read(List<Integer> batch) {
        Map<Long, StoredMessage> messages = new HashMap<>();
        session.services()
                .store()
                .messages(session.user().mailbox(), folder.id(), uids(batch))
                .forEach(message -> messages.put(message.uid(), message));
        batches.read(messages.values());
        memory.read(messages.values());
        return messages;
    }

    private UidSet uids(List<Integer> ascending) {
        UidSet.Builder uids = new UidSet.Builder();
        ascending.forEach(index -> uids.add(folder.uid(index)));
        return uids.build();
    }
}
