package io.postwerk.sasl.mechanism;

import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.User;
import io.postwerk.sasl.UserLookup;
import java.util.Optional;

/** What mechanisms do that prove a user's name by something else than a password of ours: is there such a user, and may they log in? */
final class ProvenName {

    private ProvenName() {}

    /** @param authorizationIdentity as whom the client wants to act; empty for itself */
    static MechanismStep conclude(CredentialSource users, String name, String authorizationIdentity) {
        return switch (users.find(name)) {
            case UserLookup.Unavailable _ -> new MechanismStep.Failure(FailureReason.TEMPORARY);
            case UserLookup.Unknown() -> new MechanismStep.Failure(FailureReason.CREDENTIALS);
            case UserLookup.Found(User user) -> {
                if (user.disabled()) {
                    yield new MechanismStep.Failure(FailureReason.DISABLED);
                }
                yield PasswordStep.mayActAs(user, authorizationIdentity)
                        ? new MechanismStep.Success(user.identity(), Optional.empty())
                        : new MechanismStep.Failure(FailureReason.NOT_AUTHORIZED);
            }
        };
    }
}
