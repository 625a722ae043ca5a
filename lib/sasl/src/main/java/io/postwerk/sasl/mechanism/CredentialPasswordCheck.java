package io.postwerk.sasl.mechanism;

import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.ScramVerifier;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** Checks a password with the verifiers of a {@link CredentialSource}; remembers nothing. */
public final class CredentialPasswordCheck implements PasswordCheck {

    private final CredentialSource source;
    private final Supplier<Decoys> decoys;

    /** @param decoys asked at each use: their shape follows that of the real verifiers */
    public CredentialPasswordCheck(CredentialSource source, Supplier<Decoys> decoys) {
        this.source = Objects.requireNonNull(source);
        this.decoys = Objects.requireNonNull(decoys);
    }

    @Override
    public Optional<Verdict> remembered(PasswordLogin login) {
        return Optional.empty();
    }

    @Override
    public Verdict check(PasswordLogin login) {
        return switch (source.find(login.userName(), login.service())) {
            case CredentialLookup.Unavailable() -> new Verdict.Refused(FailureReason.TEMPORARY);
            case CredentialLookup.Unknown() -> refuseAtFullCost(login);
            case CredentialLookup.Known known ->
                known.credentials().isEmpty() ? refuseAtFullCost(login) : check(login.password(), known);
        };
    }

    private Verdict refuseAtFullCost(PasswordLogin login) {
        decoys.get().verifier(login.userName()).verify(login.password());
        return new Verdict.Refused(FailureReason.CREDENTIALS);
    }

    /** Credentials of one user mostly share their salt: the expensive step is then done once for all of them. */
    private static Verdict check(String password, CredentialLookup.Known known) {
        List<Credential> credentials = known.credentials();
        ScramVerifier salted = credentials.getFirst().verifier();
        byte[] saltedPassword = ScramVerifier.saltedPassword(password, salted.salt(), salted.iterations());
        boolean expired = false;
        for (Credential credential : credentials) {
            ScramVerifier verifier = credential.verifier();
            if (!verifier.sharesSaltWith(salted)) {
                salted = verifier;
                saltedPassword = ScramVerifier.saltedPassword(password, salted.salt(), salted.iterations());
            }
            if (verifier.verifySalted(saltedPassword)) {
                if (!credential.expired()) {
                    return known.disabled()
                            ? new Verdict.Refused(FailureReason.DISABLED)
                            : new Verdict.Accepted(known.user(), credential.validity() == Credential.Validity.LASTING);
                }
                expired = true;
            }
        }
        return new Verdict.Refused(expired ? FailureReason.EXPIRED : FailureReason.CREDENTIALS);
    }
}
