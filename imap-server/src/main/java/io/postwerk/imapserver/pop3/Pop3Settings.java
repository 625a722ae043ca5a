package io.postwerk.imapserver.pop3;

import io.postwerk.net.TlsContext;
import java.util.Optional;

/**
 * What holds for every session of a POP3 listener.
 *
 * @param hostname name of this server, for the greeting
 * @param startTls certificates for STLS; empty where it is not offered
 * @param requireTls whether nobody can log in before TLS
 * @param limits what one session may cost
 */
public record Pop3Settings(
        String hostname, Optional<TlsContext> startTls, boolean requireTls, Pop3SessionLimits limits) {
    public static Pop3Settings of(String hostname) {
        return new Pop3Settings(hostname, Optional.empty(), true, Pop3SessionLimits.DEFAULT);
    }

    public Pop3Settings withStartTls(TlsContext context) {
        return new Pop3Settings(hostname, Optional.of(context), requireTls, limits);
    }

    public Pop3Settings withRequireTls(boolean required) {
        return new Pop3Settings(hostname, startTls, required, limits);
    }

    public Pop3Settings withLimits(Pop3SessionLimits other) {
        return new Pop3Settings(hostname, startTls, requireTls, other);
    }
}
