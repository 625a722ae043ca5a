package io.postwerk.imapserver.imap;

import io.postwerk.net.TlsContext;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What holds for every session of an IMAP listener.
 *
 * @param hostname name of this server, for the greeting
 * @param startTls certificates for STARTTLS; empty where it is not offered
 * @param spool where a message of APPEND goes while it arrives, if it is too large for memory
 * @param limits what one session may cost
 */
public record ImapSettings(String hostname, Optional<TlsContext> startTls, Path spool, ImapSessionLimits limits) {
    public static ImapSettings of(String hostname, Path spool) {
        return new ImapSettings(hostname, Optional.empty(), spool, ImapSessionLimits.DEFAULT);
    }

    public ImapSettings withStartTls(TlsContext context) {
        return new ImapSettings(hostname, Optional.of(context), spool, limits);
    }

    public ImapSettings withLimits(ImapSessionLimits other) {
        return new ImapSettings(hostname, startTls, spool, other);
    }
}
