package io.postwerk.smtp.server;

import io.postwerk.net.TlsInfo;
import io.postwerk.sasl.User;
import io.postwerk.smtp.HelloName;
import io.postwerk.smtp.Protocol;
import java.util.Optional;

/**
 * What is known of a session at one moment.
 *
 * @param client what was known when it began
 * @param hello what the client calls itself; empty before HELO, EHLO or LHLO
 * @param extended whether the client said EHLO or LHLO
 * @param tls the TLS session, if there is one now
 * @param user who has authenticated
 */
public record SessionFacts(
        ClientFacts client, Optional<HelloName> hello, boolean extended, Optional<TlsInfo> tls, Optional<User> user) {

    /** A session that has just begun. */
    public static SessionFacts of(ClientFacts client) {
        return new SessionFacts(client, Optional.empty(), false, client.tls(), Optional.empty());
    }

    SessionFacts withHello(HelloName name, boolean isExtended) {
        return new SessionFacts(client, Optional.of(name), isExtended, tls, user);
    }

    /** RFC 3207 4.2: whatever the client said before TLS is forgotten. */
    SessionFacts withTls(Optional<TlsInfo> session) {
        return new SessionFacts(client, Optional.empty(), false, session, Optional.empty());
    }

    SessionFacts withUser(User authenticated) {
        return new SessionFacts(client, hello, extended, tls, Optional.of(authenticated));
    }

    /** The keyword after "with" in a Received header (RFC 3848 and the registry of mail transmission types). */
    public String withKeyword() {
        if (client.protocol() != Protocol.LMTP && !extended) {
            return "SMTP";
        }
        // RFC 3848: S for TLS, A for authentication
        String base = client.protocol() == Protocol.LMTP ? "LMTP" : "ESMTP";
        return base + (tls.isPresent() ? "S" : "") + (user.isPresent() ? "A" : "");
    }
}
