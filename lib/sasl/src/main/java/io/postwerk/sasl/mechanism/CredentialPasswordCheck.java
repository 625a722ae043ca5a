package io.postwerk.sasl.mechanism;

import io.postwerk.password.Effort;
import io.postwerk.password.PasswordVerifier;
import io.postwerk.password.PasswordVerifier.Match;
import io.postwerk.password.ScramHash;
import io.postwerk.password.ScramVerifier;
import io.postwerk.password.TypedPassword;
import io.postwerk.sasl.Credential;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.User;
import io.postwerk.sasl.UserLookup;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
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
    public MechanismStep check(PasswordLogin login, Function<Verdict, MechanismStep> then) {
        return new MechanismStep.Work(source.effort(), () -> switch (source.find(login.userName())) {
            case UserLookup.Unavailable _ -> then.apply(new Verdict.Refused(FailureReason.TEMPORARY));
            case UserLookup.Unknown() -> refuseAtFullCost(login, then);
            case UserLookup.Found(User user) -> {
                List<Credential> credentials = user.credentials().of(login.service());
                yield credentials.isEmpty()
                        ? refuseAtFullCost(login, then)
                        : compute(new Attempt(login.password(), user, credentials, then));
            }
        });
    }

    private MechanismStep refuseAtFullCost(PasswordLogin login, Function<Verdict, MechanismStep> then) {
        return new MechanismStep.Work(Effort.COMPUTES, () -> {
            decoys.get().verifier(ScramHash.SHA_256, login.userName()).match(login.password());
            return then.apply(new Verdict.Refused(FailureReason.CREDENTIALS));
        });
    }

    private record Attempt(
            TypedPassword password, User user, List<Credential> all, Function<Verdict, MechanismStep> then) {
        List<Credential> credentials(Effort effort) {
            return all.stream().filter(c -> c.verifier().effort() == effort).toList();
        }
    }

    /** What can be decided here comes first; only then others are asked. */
    private static MechanismStep compute(Attempt attempt) {
        return new MechanismStep.Work(Effort.COMPUTES, () -> {
            Verdict here = check(attempt, attempt.credentials(Effort.COMPUTES));
            List<Credential> elsewhere = attempt.credentials(Effort.WAITS);
            boolean decided = here instanceof Verdict.Accepted
                    || here.equals(new Verdict.Refused(FailureReason.DISABLED))
                    || elsewhere.isEmpty();
            return decided
                    ? attempt.then().apply(here)
                    : new MechanismStep.Work(
                            Effort.WAITS, () -> attempt.then().apply(better(here, check(attempt, elsewhere))));
        });
    }

    private static Verdict better(Verdict here, Verdict elsewhere) {
        return elsewhere.equals(new Verdict.Refused(FailureReason.CREDENTIALS)) ? here : elsewhere;
    }

    private static Verdict check(Attempt attempt, List<Credential> credentials) {
        var salted = new SaltedOnce(attempt.password());
        FailureReason refusal = FailureReason.CREDENTIALS;
        for (Credential credential : credentials) {
            switch (salted.match(credential.verifier())) {
                case YES -> {
                    if (!credential.expired()) {
                        return accept(attempt.user(), credential);
                    }
                    refusal = FailureReason.EXPIRED;
                }
                case NO -> {}
                case UNKNOWN -> refusal = FailureReason.TEMPORARY;
            }
        }
        return new Verdict.Refused(refusal);
    }

    private static Verdict accept(User user, Credential credential) {
        return user.disabled()
                ? new Verdict.Refused(FailureReason.DISABLED)
                : new Verdict.Accepted(user.identity(), credential.validity() == Credential.Validity.LASTING);
    }

    /** Credentials of one user mostly share their salt: the expensive step is then done once for all of them. */
    private static final class SaltedOnce {

        private final TypedPassword password;
        private Optional<ScramVerifier> saltedFor = Optional.empty();
        private byte[] salted = new byte[0];

        SaltedOnce(TypedPassword password) {
            this.password = password;
        }

        Match match(PasswordVerifier verifier) {
            if (!(verifier instanceof ScramVerifier scram)) {
                return verifier.match(password);
            }
            if (saltedFor.filter(scram::sharesSaltWith).isEmpty()) {
                saltedFor = Optional.of(scram);
                salted = scram.saltedPassword(password);
            }
            return scram.verifySalted(salted) ? Match.YES : Match.NO;
        }
    }
}
