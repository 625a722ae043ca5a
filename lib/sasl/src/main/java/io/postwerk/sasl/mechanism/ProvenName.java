package io.postwerk.sasl.mechanism;

import io.postwerk.sasl.FailureReason;
import java.util.Optional;

/** What mechanisms do that prove a user's name by something else than a password of ours: is there such a user, and may they log in? */
final class ProvenName {

    private ProvenName() {}

    /** @param authorizationIdentity as whom the client wants to act; empty for itself */
    static MechanismStep conclude(CredentialSource users, String name, String service, String authorizationIdentity) {
        return switch (users.find(name, service)) {
            case CredentialLookup.Unavailable() -> new MechanismStep.Failure(FailureReason.TEMPORARY);
            case CredentialLookup.Unknown() -> new MechanismStep.Failure(FailureReason.CREDENTIALS);
            case CredentialLookup.Known known -> {
                if (known.disabled()) {
                    yield new MechanismStep.Failure(FailureReason.DISABLED);
                }
                yield PasswordStep.mayActAs(known.user(), authorizationIdentity)
                        ? new MechanismStep.Success(known.user(), Optional.empty())
                        : new MechanismStep.Failure(FailureReason.NOT_AUTHORIZED);
            }
        };
    }
}
