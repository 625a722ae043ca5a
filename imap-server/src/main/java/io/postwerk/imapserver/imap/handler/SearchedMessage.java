package io.postwerk.imapserver.imap.handler;

import io.postwerk.imapserver.imap.session.SelectedFolder;
import io.postwerk.store.FolderState;
import io.postwerk.store.StoredMessage;
import java.time.Instant;
import java.util.Optional;

/**
 * A message that a search tests. What the view knows is at hand; the rest is read from the store on demand.
 *
 * @param index in the view, from 0
 */
record SearchedMessage(int index, SelectedFolder folder, MessageWindow window) {
    /** Empty if another session has expunged it. */
    Optional<StoredMessage> message() {
        return window.message(index);
    }

    Optional<Instant> internalDate() {
        FolderState opened = folder.opened();
        int at = opened.indexOf(folder.uid(index));
        return at >= 0 ? Optional.of(opened.internalDate(at)) : message().map(StoredMessage::internalDate);
    }

    Optional<Long> octets() {
        FolderState opened = folder.opened();
        int at = opened.indexOf(folder.uid(index));
        return at >= 0 ? Optional.of(opened.octets(at)) : message().map(StoredMessage::size);
    }
}
