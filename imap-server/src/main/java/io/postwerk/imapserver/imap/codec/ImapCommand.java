package io.postwerk.imapserver.imap.codec;

import io.postwerk.store.Flags.FlagChange;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A command of the client, its arguments read: one record for each, in the order of RFC 3501 section 6. {@link ImapVerb}
 * says how each is written. Names of mailboxes are in Unicode.
 */
public sealed interface ImapCommand {
    // RFC 3501 6.1: any state

    /** CAPABILITY: what the server can do now. RFC 3501 section 6.1.1. */
    record Capability() implements ImapCommand {}

    /** NOOP: nothing, but the client hears what is new. RFC 3501 section 6.1.2. */
    record Noop() implements ImapCommand {}

    /** LOGOUT: the end of the session. RFC 3501 section 6.1.3. */
    record Logout() implements ImapCommand {}

    /**
     * ID: the client says what it is. RFC 2971 section 3.1.
     *
     * @param fields in the order given; empty for NIL; a field whose value is NIL is left out
     */
    record Id(Map<String, String> fields) implements ImapCommand {}

    // RFC 3501 6.2: not authenticated

    /** STARTTLS: TLS begins after the response. RFC 3501 section 6.2.1. */
    record StartTls() implements ImapCommand {}

    /**
     * AUTHENTICATE: the start of a SASL exchange. RFC 3501 section 6.2.2, with the initial response of RFC 4959.
     *
     * @param mechanism in upper case
     * @param initialResponse decoded; present but empty for "="
     */
    record Authenticate(String mechanism, Optional<byte[]> initialResponse) implements ImapCommand {
        @Override
        public String toString() {
            return "Authenticate[mechanism=" + mechanism + "]";
        }
    }

    /**
     * LOGIN: authentication by name and password. RFC 3501 section 6.2.3.
     *
     * @param user as the client wrote it
     * @param password secret: never logged
     */
    record Login(String user, String password) implements ImapCommand {
        @Override
        public String toString() {
            return "Login[user=" + user + "]";
        }
    }

    // RFC 3501 6.3: authenticated

    /**
     * SELECT and EXAMINE: opens a mailbox. RFC 3501 sections 6.3.1 and 6.3.2.
     *
     * @param readOnly EXAMINE
     */
    record Select(String mailbox, boolean readOnly) implements ImapCommand {}

    /** CREATE: a new mailbox. RFC 3501 section 6.3.3. */
    record Create(String mailbox) implements ImapCommand {}

    /** DELETE: removes a mailbox and its messages. RFC 3501 section 6.3.4. */
    record Delete(String mailbox) implements ImapCommand {}

    /**
     * RENAME: a mailbox and what is below it get another name. RFC 3501 section 6.3.5.
     *
     * @param from the present name
     * @param to the new name
     */
    record Rename(String from, String to) implements ImapCommand {}

    /** SUBSCRIBE: adds a name to what LSUB lists. RFC 3501 section 6.3.6. */
    record Subscribe(String mailbox) implements ImapCommand {}

    /** UNSUBSCRIBE: takes a name from what LSUB lists. RFC 3501 section 6.3.7. */
    record Unsubscribe(String mailbox) implements ImapCommand {}

    /**
     * LIST and LSUB: names of mailboxes that exist, or that are subscribed. RFC 3501 sections 6.3.8 and 6.3.9.
     *
     * @param reference what the pattern is relative to
     * @param pattern a name with the wildcards {@code *} and {@code %}
     * @param subscribed LSUB
     */
    record List(String reference, String pattern, boolean subscribed) implements ImapCommand {}

    /**
     * STATUS: counts of a mailbox without opening it. RFC 3501 section 6.3.10.
     *
     * @param items what is asked, never empty
     */
    record Status(String mailbox, Set<StatusItem> items) implements ImapCommand {}

    /**
     * APPEND: a message from the client. RFC 3501 section 6.3.11. The message itself is still on the wire when the
     * command runs: its size is known, so that a refusal can come before it, and it is streamed.
     *
     * @param mailbox the target
     * @param flags system flags in the case of RFC 3501, keywords as given
     * @param internalDate if the client gave one
     * @param message the literal that follows
     */
    record Append(String mailbox, Set<String> flags, Optional<OffsetDateTime> internalDate, LiteralHeader message)
            implements ImapCommand {}

    /** NAMESPACE: where mailboxes of which kind are. RFC 2342 section 5. */
    record Namespace() implements ImapCommand {}

    /** IDLE: waits for changes of the selected mailbox until DONE. RFC 2177 section 3. */
    record Idle() implements ImapCommand {}

    // RFC 3501 6.4: selected

    /** CHECK: a checkpoint of the selected mailbox. RFC 3501 section 6.4.1. */
    record Check() implements ImapCommand {}

    /** CLOSE: removes messages with \Deleted and leaves the mailbox. RFC 3501 section 6.4.2. */
    record Close() implements ImapCommand {}

    /** UNSELECT: leaves the mailbox. RFC 3691 section 2. */
    record Unselect() implements ImapCommand {}

    /**
     * EXPUNGE: removes all messages with \Deleted, RFC 3501 section 6.4.3; UID EXPUNGE only those of a set, RFC 4315
     * section 2.1.
     *
     * @param uids which UIDs; empty for all
     */
    record Expunge(Optional<SequenceSet> uids) implements ImapCommand {}

    /** SEARCH: which messages fulfil a condition. RFC 3501 section 6.4.4. */
    sealed interface Search extends ImapCommand {
        /**
         * @param key the condition
         * @param uid UID SEARCH: the answer is in UIDs
         */
        record ByKey(SearchKey key, boolean uid) implements Search {}

        /** Its strings are in a charset that this server does not know, so that it was not read further. */
        record InUnknownCharset() implements Search {}
    }

    /**
     * FETCH: data of messages. RFC 3501 section 6.4.5.
     *
     * @param messages of which messages
     * @param attributes what of them, in the order asked, macros resolved; never empty
     */
    record Fetch(MessageSet messages, java.util.List<FetchAttribute> attributes) implements ImapCommand {
        public Fetch {
            attributes = java.util.List.copyOf(attributes);
        }
    }

    /**
     * STORE: changes flags. RFC 3501 section 6.4.6.
     *
     * @param messages of which messages
     * @param change what happens to the flags that a message has
     * @param flags system flags in the case of RFC 3501, keywords as given; may be empty
     * @param silent the client does not want to hear the new flags
     */
    record Store(MessageSet messages, FlagChange change, Set<String> flags, boolean silent) implements ImapCommand {}

    /** COPY: messages into another mailbox, with their flags and dates. RFC 3501 section 6.4.7. */
    record Copy(MessageSet messages, String mailbox) implements ImapCommand {}

    /** MOVE: messages into another mailbox and out of this one, as one step. RFC 6851 section 3.1. */
    record Move(MessageSet messages, String mailbox) implements ImapCommand {}
}
