package io.postwerk.sasl.mechanism;

import io.postwerk.mail.EmailAddress;
import io.postwerk.password.SaslPrep;
import io.postwerk.password.SaslPrepException;
import io.postwerk.password.TypedPassword;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.NextStep;
import io.postwerk.sasl.SaslStep;
import io.postwerk.sasl.User;
import io.postwerk.sasl.UserLookup;
import java.util.Optional;

/** The end of an exchange: may this user log in, and act as the authorization identity (RFC 4422 3.4.1), which is empty for oneself? */
final class Authorization {

    private Authorization() {}

    /** For PLAIN and LOGIN, once they have a user name and a password. */
    static NextStep byPassword(
            PasswordCheck passwords, String service, String authorizationIdentity, String userName, String password) {
        PasswordCheck.Question question;
        try {
            // RFC 4616 2: both are prepared with SASLprep as query strings; empty ones fail
            question = new PasswordCheck.Question(SaslPrep.query(userName), TypedPassword.of(password), service);
        } catch (SaslPrepException e) {
            return new SaslStep.Failure(FailureReason.CREDENTIALS);
        }
        if (question.userName().isEmpty() || question.password().isEmpty()) {
            return new SaslStep.Failure(FailureReason.CREDENTIALS);
        }
        return passwords.check(question, answer -> switch (answer) {
            case PasswordCheck.Answer.Refused(FailureReason reason) -> new SaslStep.Failure(reason);
            case PasswordCheck.Answer.Accepted accepted -> conclude(accepted.user(), authorizationIdentity);
        });
    }

    /** For mechanisms that prove a user's name by something else than a password of ours. */
    static NextStep byProvenName(CredentialSource users, String name, String authorizationIdentity) {
        return switch (users.find(name)) {
            case UserLookup.Unavailable _ -> new SaslStep.Failure(FailureReason.TEMPORARY);
            case UserLookup.Unknown() -> new SaslStep.Failure(FailureReason.CREDENTIALS);
            case UserLookup.Found(User user) ->
                user.disabled()
                        ? new SaslStep.Failure(FailureReason.DISABLED)
                        : conclude(user.identity(), authorizationIdentity);
        };
    }

    private static SaslStep conclude(User user, String authorizationIdentity) {
        return mayActAs(user, authorizationIdentity)
                ? new SaslStep.Success(user, Optional.empty())
                : new SaslStep.Failure(FailureReason.NOT_AUTHORIZED);
    }

    /** RFC 4422 3.4.1: nobody acts for anybody else here, so the identity is empty or the user's own address. */
    static boolean mayActAs(User user, String authorizationIdentity) {
        return authorizationIdentity.isEmpty()
                || EmailAddress.tryParse(authorizationIdentity)
                        .filter(user.address()::equals)
                        .isPresent();
    }
}
