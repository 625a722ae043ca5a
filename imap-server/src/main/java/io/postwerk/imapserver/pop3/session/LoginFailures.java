package io.postwerk.imapserver.pop3.session;

import io.postwerk.imapserver.pop3.codec.Response;
import io.postwerk.imapserver.pop3.codec.Responses;
import io.postwerk.sasl.FailureReason;

/**
 * What the client is told of a login that failed: the one switch from reasons to responses. RFC 3206 3: the code says
 * whether another password could help, and nothing says what was wrong with this one.
 */
final class LoginFailures {
    private LoginFailures() {}

    static Response of(FailureReason reason) {
        return switch (reason) {
            case CREDENTIALS, DISABLED, EXPIRED, NOT_AUTHORIZED -> Responses.authenticationFailed();
            case TEMPORARY -> Responses.authenticationUnavailable();
            case ENCRYPTION_REQUIRED -> Responses.privacyRequired();
            case MALFORMED -> Responses.badAuthenticationData();
            case UNKNOWN_MECHANISM -> Responses.unknownMechanism();
        };
    }
}
