package io.postwerk.sasl.mechanism;

import io.postwerk.password.PasswordVerifier;
import io.postwerk.password.PasswordVerifier.Match;
import io.postwerk.password.ScramHash;
import io.postwerk.password.ScramVerifier;
import io.postwerk.password.TypedPassword;
import io.postwerk.password.WorkKind;
import io.postwerk.sasl.FailureReason;
import io.postwerk.sasl.NextStep;
import io.postwerk.sasl.User;
import io.postwerk.sasl.User.Credential;
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
    public NextStep check(Question question, Function<Answer, NextStep> then) {
        return new NextStep.Work(source.workKind(), () -> switch (source.find(question.userName())) {
            case UserLookup.Unavailable _ -> then.apply(new Answer.Refused(FailureReason.TEMPORARY));
            case UserLookup.Unknown() -> refuseAtFullCost(question, then);
            case UserLookup.Found(User user) -> {
                List<Credential> credentials = user.credentials().of(question.service());
                yield credentials.isEmpty()
                        ? refuseAtFullCost(question, then)
                        : compute(new Attempt(question.password(), user, credentials, then));
            }
        });
    }

    private NextStep refuseAtFullCost(Question question, Function<Answer, NextStep> then) {
        return new NextStep.Work(WorkKind.CPU_BOUND, () -> {
            decoys.get().verifier(ScramHash.SHA_256, question.userName()).match(question.password());
            return then.apply(new Answer.Refused(FailureReason.CREDENTIALS));
        });
    }

    private record Attempt(TypedPassword password, User user, List<Credential> all, Function<Answer, NextStep> then) {
        List<Credential> credentials(WorkKind kind) {
            return all.stream().filter(c -> c.verifier().workKind() == kind).toList();
        }
    }

    /** Verifiers that are checked in this process come first; only then are other services asked. */
    private static NextStep compute(Attempt attempt) {
        return new NextStep.Work(WorkKind.CPU_BOUND, () -> {
            Answer here = check(attempt, attempt.credentials(WorkKind.CPU_BOUND));
            List<Credential> elsewhere = attempt.credentials(WorkKind.IO_BOUND);
            boolean decided = here instanceof Answer.Accepted
                    || here.equals(new Answer.Refused(FailureReason.DISABLED))
                    || elsewhere.isEmpty();
            return decided
                    ? attempt.then().apply(here)
                    : new NextStep.Work(
                            WorkKind.IO_BOUND, () -> attempt.then().apply(better(here, check(attempt, elsewhere))));
        });
    }

    private static Answer better(Answer here, Answer elsewhere) {
        return elsewhere.equals(new Answer.Refused(FailureReason.CREDENTIALS)) ? here : elsewhere;
    }

    private static Answer check(Attempt attempt, List<Credential> credentials) {
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
        return new Answer.Refused(refusal);
    }

    private static Answer accept(User user, Credential credential) {
        return user.disabled()
                ? new Answer.Refused(FailureReason.DISABLED)
                : new Answer.Accepted(user.identity(), credential.validity() == Credential.Validity.LASTING);
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
