package io.postwerk.imapserver.imap.command;

import io.postwerk.imapserver.imap.codec.Namespace;
import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.imap.codec.UntaggedResponses;
import io.postwerk.imapserver.imap.session.ImapSession;
import java.io.IOException;

/** Runs {@link Namespace}: one personal namespace. RFC 2342 section 5. */
final class NamespaceCommand {
    private NamespaceCommand() {}

    static StatusResponse run(Namespace namespace, ImapSession session) throws IOException {
        session.write(UntaggedResponses.namespace());
        return StatusResponses.completed("NAMESPACE");
    }
}
