package io.postwerk.store;

import io.postwerk.mail.MessageSource;
import io.postwerk.mail.MessageSummary;
import java.time.Instant;

/**
 * A message in a folder.
 *
 * @param uid its UID
 * @param modSeq the mod-sequence of the last change of its flags, or of its arrival
 * @param flags its flags at the moment it was asked for
 * @param internalDate when it arrived, in whole seconds
 * @param summary envelope and structure, made when it was appended
 * @param body the whole message, header and all; read from the store only as far as it is read. It stays readable for
 *     some minutes after another session has expunged the message. It need not be closed.
 */
public record StoredMessage(
        long uid, long modSeq, Flags flags, Instant internalDate, MessageSummary summary, MessageSource body) {
    /** In octets. */
    public long size() {
        return body.size();
    }
}
