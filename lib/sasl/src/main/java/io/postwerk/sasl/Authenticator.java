package io.postwerk.sasl;

import java.util.List;
import java.util.Optional;

/**
 * Port of a protocol server (SMTP, IMAP, POP3) to whatever checks its clients' credentials. Safe for use by many
 * threads; calls block, and are made on virtual threads. Failures of the service itself are
 * {@link FailureReason#TEMPORARY}, never an exception.
 */
public interface Authenticator {

    /**
     * The mechanisms to offer now on a connection, strongest first; empty when authentication must not be offered: in the clear
     * where TLS is required, or before the service was first reached.
     */
    List<MechanismInfo> mechanisms(Protection protection);

    /**
     * Begins an exchange. It has a first step at once, which may be a failure (mechanism unknown, not allowed without
     * TLS, service away).
     *
     * @param mechanism as the client wrote it; compared without case
     * @param initialResponse empty when the client sent none, which differs from an empty one (RFC 4422 3.3)
     */
    SaslExchange start(String mechanism, Optional<byte[]> initialResponse, AuthFacts facts);
}
