package io.postwerk.smtp.client;

import java.time.Duration;

/**
 * How long a client waits (RFC 5321 4.5.3.2).
 *
 * @param connect for the connection, with its TLS handshake where TLS comes first
 * @param greeting for the server's first line
 * @param command for the reply to EHLO, MAIL, RCPT, STARTTLS, AUTH, QUIT
 * @param data for the reply to DATA
 * @param end for the reply to the final dot
 */
public record ClientTimeouts(Duration connect, Duration greeting, Duration command, Duration data, Duration end) {
    /** 30 s for the connection, then what RFC 5321 demands: 5, 5, 2 and 10 minutes. */
    public static final ClientTimeouts DEFAULT = new ClientTimeouts(
            Duration.ofSeconds(30),
            Duration.ofMinutes(5), // RFC 5321 4.5.3.2.1
            Duration.ofMinutes(5), // RFC 5321 4.5.3.2.2, 4.5.3.2.3
            Duration.ofMinutes(2), // RFC 5321 4.5.3.2.4
            Duration.ofMinutes(10)); // RFC 5321 4.5.3.2.6

    public ClientTimeouts withConnect(Duration wait) {
        return new ClientTimeouts(wait, greeting, command, data, end);
    }

    /** The same wait for every reply. */
    public ClientTimeouts withReplies(Duration wait) {
        return new ClientTimeouts(connect, wait, wait, wait, wait);
    }

    public ClientTimeouts withEnd(Duration wait) {
        return new ClientTimeouts(connect, greeting, command, data, wait);
    }
}
