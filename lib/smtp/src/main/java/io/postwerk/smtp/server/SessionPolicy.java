package io.postwerk.smtp.server;

import io.postwerk.sasl.Authenticator;
import java.util.Optional;

/**
 * The rules of one session.
 *
 * @param authenticator who checks credentials; empty if AUTH is not offered
 * @param authNeedsTls AUTH is neither offered nor accepted before TLS
 * @param mailNeedsTls MAIL is not accepted before TLS (RFC 3207 4); for listeners of users, never for a public port 25
 * @param mailNeedsAuth MAIL is not accepted before AUTH (RFC 6409 4.3)
 * @param limits how much one session may do
 * @param refusals how fast recipients are refused to this client, until it has authenticated
 */
public record SessionPolicy(
        Optional<Authenticator> authenticator,
        boolean authNeedsTls,
        boolean mailNeedsTls,
        boolean mailNeedsAuth,
        SessionLimits limits,
        RefusalPace refusals) {

    /** Mail from anybody, no AUTH. */
    public static SessionPolicy open(SessionLimits limits) {
        return new SessionPolicy(Optional.empty(), true, false, false, limits, RefusalPace.ANY);
    }

    public SessionPolicy withRefusals(RefusalPace pace) {
        return new SessionPolicy(authenticator, authNeedsTls, mailNeedsTls, mailNeedsAuth, limits, pace);
    }

    /** Mail from users: AUTH is needed. */
    public static SessionPolicy submission(Authenticator authenticator, boolean authNeedsTls, SessionLimits limits) {
        return new SessionPolicy(Optional.of(authenticator), authNeedsTls, false, true, limits, RefusalPace.ANY);
    }
}
