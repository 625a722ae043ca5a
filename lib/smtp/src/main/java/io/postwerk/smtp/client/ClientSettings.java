package io.postwerk.smtp.client;

import io.postwerk.net.TlsContext;
import io.postwerk.smtp.HelloName;
import java.time.Duration;
import java.util.Optional;

/**
 * How a client speaks to a server.
 *
 * @param hostname what it calls itself: a domain or an address literal (RFC 5321 4.1.4)
 * @param startTls whether to ask for TLS
 * @param credentials to authenticate with, by PLAIN and over TLS only
 * @param timeouts how long to wait for what
 */
public record ClientSettings(String hostname, StartTls startTls, Optional<Credentials> credentials, Timeouts timeouts) {

    /** @throws IllegalArgumentException if {@code hostname} cannot be said in EHLO */
    public ClientSettings {
        if (HelloName.tryParse(hostname).isEmpty()) {
            throw new IllegalArgumentException("no name for a client: " + hostname);
        }
    }

    /** Neither STARTTLS nor AUTH, and the waits of RFC 5321 4.5.3.2. */
    public static ClientSettings of(String hostname) {
        return new ClientSettings(hostname, new StartTls.Never(), Optional.empty(), Timeouts.DEFAULT);
    }

    public ClientSettings withStartTls(StartTls mode) {
        return new ClientSettings(hostname, mode, credentials, timeouts);
    }

    public ClientSettings withCredentials(Credentials login) {
        return new ClientSettings(hostname, startTls, Optional.of(login), timeouts);
    }

    public ClientSettings withTimeouts(Timeouts waits) {
        return new ClientSettings(hostname, startTls, credentials, waits);
    }

    /** Whether to ask for TLS (RFC 3207). */
    public sealed interface StartTls {
        /** Not at all; also where TLS comes first. */
        record Never() implements StartTls {}

        /** If the server offers it. If it does not, or refuses, the mail goes in the clear. */
        record Opportunistic(TlsContext context) implements StartTls {}

        /** Without TLS no mail is sent. */
        record Required(TlsContext context) implements StartTls {}
    }

    /** A name and a password; the text form hides both. */
    public record Credentials(String user, String password) {
        @Override
        public String toString() {
            return "Credentials[hidden]";
        }
    }

    /**
     * How long a client waits (RFC 5321 4.5.3.2).
     *
     * @param connect for the connection, with its TLS handshake where TLS comes first
     * @param greeting for the server's first line
     * @param command for the reply to EHLO, MAIL, RCPT, STARTTLS, AUTH, QUIT
     * @param data for the reply to DATA
     * @param end for the reply to the final dot
     */
    public record Timeouts(Duration connect, Duration greeting, Duration command, Duration data, Duration end) {
        /** 30 s for the connection, then what RFC 5321 demands: 5, 5, 2 and 10 minutes. */
        public static final Timeouts DEFAULT = new Timeouts(
                Duration.ofSeconds(30),
                Duration.ofMinutes(5), // RFC 5321 4.5.3.2.1
                Duration.ofMinutes(5), // RFC 5321 4.5.3.2.2, 4.5.3.2.3
                Duration.ofMinutes(2), // RFC 5321 4.5.3.2.4
                Duration.ofMinutes(10)); // RFC 5321 4.5.3.2.6

        public Timeouts withConnect(Duration wait) {
            return new Timeouts(wait, greeting, command, data, end);
        }

        /** The same wait for every reply. */
        public Timeouts withReplies(Duration wait) {
            return new Timeouts(connect, wait, wait, wait, wait);
        }

        public Timeouts withEnd(Duration wait) {
            return new Timeouts(connect, greeting, command, data, wait);
        }
    }
}
