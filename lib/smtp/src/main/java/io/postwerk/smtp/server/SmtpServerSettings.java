package io.postwerk.smtp.server;

import io.postwerk.net.TlsContext;
import io.postwerk.smtp.Protocol;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What all sessions of a listener have in common.
 *
 * @param listener its name in the configuration
 * @param hostname how the server calls itself
 * @param startTls offers STARTTLS with these certificates; empty where TLS comes first, or never
 * @param spool directory for messages that are too big for memory while they arrive
 */
public record SmtpServerSettings(
        String listener, Protocol protocol, String hostname, Optional<TlsContext> startTls, Path spool) {}
