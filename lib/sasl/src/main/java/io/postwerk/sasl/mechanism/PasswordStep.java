package io.postwerk.sasl.mechanism;

import io.postwerk.mail.EmailAddress;
import io.postwerk.password.SaslPrep;
import io.postwerk.password.SaslPrepException;
import io.postwerk.password.TypedPassword;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.User;
import java.util.Optional;

/** What PLAIN and LOGIN do once they have a user name and a password, and what all do with an authorization identity. */
final class PasswordStep {

    private PasswordStep() {}

    /** @param authorizationIdentity as whom the client wants to act; empty for itself */
    static MechanismStep check(
            PasswordCheck passwords, String service, String authorizationIdentity, String userName, String password) {
        PasswordLogin login;
        try {
            // RFC 4616 2: both are prepared with SASLprep as query strings; empty ones fail
            login = new PasswordLogin(SaslPrep.query(userName), TypedPassword.of(password), service);
        } catch (SaslPrepException e) {
            return new MechanismStep.Failure(FailureReason.CREDENTIALS);
        }
        if (login.userName().isEmpty() || login.password().isEmpty()) {
            return new MechanismStep.Failure(FailureReason.CREDENTIALS);
        }
        return passwords.check(login, verdict -> conclude(verdict, authorizationIdentity));
    }

    private static MechanismStep conclude(Verdict verdict, String authorizationIdentity) {
        return switch (verdict) {
            case Verdict.Refused(FailureReason reason) -> new MechanismStep.Failure(reason);
            case Verdict.Accepted accepted ->
                mayActAs(accepted.user(), authorizationIdentity)
                        ? new MechanismStep.Success(accepted.user(), Optional.empty())
                        : new MechanismStep.Failure(FailureReason.NOT_AUTHORIZED);
        };
    }

    /** RFC 4422 3.4.1: nobody acts for anybody else here, so the identity is empty or the user's own address. */
    static boolean mayActAs(User user, String authorizationIdentity) {
        return authorizationIdentity.isEmpty()
                || EmailAddress.tryParse(authorizationIdentity)
                        .filter(user.address()::equals)
                        .isPresent();
    }
}
