package io.postwerk.imapserver.imap.handler;

import io.postwerk.imapserver.imap.codec.StatusResponse;
import io.postwerk.imapserver.imap.codec.StatusResponses;
import io.postwerk.imapserver.imap.session.ImapSession;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.MechanismInfo;
import io.postwerk.sasl.Protection;
import io.postwerk.sasl.User;
import java.lang.System.Logger.Level;
import java.util.List;

/** What LOGIN and AUTHENTICATE have in common: whether a mechanism may be used, and what follows from the outcome. */
final class Authentication {
    private static final System.Logger LOG = System.getLogger(Authentication.class.getName());

    private Authentication() {}

    static boolean offers(List<MechanismInfo> mechanisms, String name) {
        return mechanisms.stream().anyMatch(mechanism -> mechanism.name().equalsIgnoreCase(name));
    }

    /** Why a mechanism is not offered now. */
    static StatusResponse refusal(String mechanism, ImapSession session) {
        List<MechanismInfo> withTls = session.services().authenticator().mechanisms(Protection.TLS);
        if (withTls.isEmpty()) {
            return StatusResponses.authenticationUnavailable();
        }
        return !session.secured() && offers(withTls, mechanism)
                ? StatusResponses.privacyRequired()
                : StatusResponses.unknownMechanism();
    }

    static StatusResponse success(User user, ImapSession session) {
        session.login(user);
        LOG.log(Level.INFO, () -> "Logged in " + user.address() + " from " + client(session));
        // RFC 3501 6.2.2: the capabilities may have changed
        return StatusResponses.loggedIn(Capabilities.of(session));
    }

    static StatusResponse failure(FailureReason reason, ImapSession session) {
        if (reason != FailureReason.TEMPORARY && reason != FailureReason.ENCRYPTION_REQUIRED) {
            session.noteFailedLogin();
        }
        LOG.log(Level.INFO, () -> "Login failed: " + reason + ", from " + client(session));
        // RFC 5530 3
        return switch (reason) {
            case CREDENTIALS -> StatusResponses.authenticationFailed();
            case TEMPORARY -> StatusResponses.authenticationUnavailable();
            case DISABLED -> StatusResponses.accountDisabled();
            case EXPIRED -> StatusResponses.credentialsExpired();
            case NOT_AUTHORIZED -> StatusResponses.authorizationFailed();
            case ENCRYPTION_REQUIRED -> StatusResponses.privacyRequired();
            case MALFORMED -> StatusResponses.malformedResponse();
            case UNKNOWN_MECHANISM -> StatusResponses.unknownMechanism();
        };
    }

    private static String client(ImapSession session) {
        return session.connection().remoteAddress()
                + session.connection()
                        .tls()
                        .map(tls -> " over " + tls.protocol())
                        .orElse(" in the clear");
    }
}
