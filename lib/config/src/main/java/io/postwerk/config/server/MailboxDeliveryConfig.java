package io.postwerk.config.server;

import io.postwerk.config.Bounds;

/**
 * Where imap-server takes mail for mailboxes, by LMTP over mutual TLS.
 *
 * @param host name or IP address of imap-server; default {@code 127.0.0.1}
 * @param port TCP port; default 2424
 * @param serverName name that the certificate of imap-server must carry; default {@code imap-server}
 */
public record MailboxDeliveryConfig(
        @Bounds(min = 1, max = 253) String host,
        @Bounds(min = 1, max = 65535) int port,
        @Bounds(min = 1, max = 253) String serverName) {}
