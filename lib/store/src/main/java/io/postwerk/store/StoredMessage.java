package io.postwerk.store;

import io.postwerk.mail.MessageSource;
import io.postwerk.mail.MessageSummary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;

/**
 * A message in a folder.
 *
 * @param uid its UID
 * @param modSeq the mod-sequence of the last change of its flags, or of its arrival
 * @param flags its flags at the moment it was asked for
 * @param internalDate when it arrived, in whole seconds
 * @param keptSummary envelope and structure, made when it was appended, and encoded; empty if they are too large to be
 *     kept
 * @param body the whole message, header and all; read from the store only as far as it is read. It stays readable for
 *     some minutes after another session has expunged the message. Reading throws an {@link IOException} if this message
 *     cannot be read, and a {@link StoreException} if nothing can. It need not be closed; closing it releases what is in
 *     memory of it.
 */
public record StoredMessage(
        long uid, long modSeq, Flags flags, Instant internalDate, Optional<byte[]> keptSummary, MessageSource body) {
    /**
     * Envelope and structure. Each call decodes them; if they are too large to be kept, each call reads the whole body, and
     * gives what may take tens of mebibytes.
     *
     * @throws StoreException if what was kept is broken
     * @throws UncheckedIOException if the body cannot be read
     */
    public MessageSummary summary() {
        try {
            return keptSummary.isPresent() ? MessageSummary.decode(keptSummary.get()) : MessageSummary.of(body);
        } catch (IllegalArgumentException e) {
            throw new StoreException("the summary of the stored message with UID " + uid + " is broken", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In octets. */
    public long size() {
        return body.size();
    }
}
