package io.postwerk.plan.user;

import io.postwerk.config.ListenerProtocol;
import io.postwerk.config.SecretText;
import io.postwerk.config.users.UserCredential;
import io.postwerk.crds.MailUserSpec;
import io.postwerk.mail.EmailAddress;
import io.postwerk.password.PasswordSchemes;
import io.postwerk.password.UnusableVerifierException;
import io.postwerk.plan.finding.Claimant;
import io.postwerk.plan.finding.Findings;
import io.postwerk.plan.finding.Reason;
import io.postwerk.plan.secret.SecretInput;
import io.postwerk.plan.secret.SecretInputs;
import io.postwerk.plan.secret.Secrets;
import io.postwerk.plan.secret.VerifierInputs;
import io.postwerk.plan.secret.VerifierKey;
import io.postwerk.plan.secret.VerifierNeed;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the Secrets of users' credentials and the verifiers made from them, and notes which verifiers are needed. */
public final class UserCredentials {
    private static final SecretText NO_PASSWORD = new SecretText("");

    private final VerifierInputs verifiers;
    private final Findings findings;
    private final Secrets secrets;
    private final List<VerifierNeed> needs = new ArrayList<>();

    public UserCredentials(SecretInputs secrets, VerifierInputs verifiers, Findings findings) {
        this.verifiers = verifiers;
        this.findings = findings;
        this.secrets = new Secrets(secrets, findings);
    }

    /** What the user can log in with now. What is wrong with a credential concerns that credential alone. */
    List<UserCredential> of(Claimant owner, MailUserSpec spec, EmailAddress address, String mailboxId) {
        List<UserCredential> usable = new ArrayList<>();
        for (int i = 0; i < spec.credentials().size(); i++) {
            of(owner, "spec.credentials[" + i + "]", spec.credentials().get(i), address, mailboxId)
                    .ifPresent(usable::add);
        }
        return usable;
    }

    public List<VerifierNeed> needs() {
        return needs;
    }

    private Optional<UserCredential> of(
            Claimant owner, String field, MailUserSpec.Credential spec, EmailAddress address, String mailboxId) {
        Optional<Optional<Instant>> expires = expires(owner, field, spec);
        Optional<SecretInput> secret = secrets.require(
                owner,
                field + ".secretRef",
                spec.secretRef().name(),
                "nobody can log in with this credential",
                spec.secretRef().key());
        if (expires.isEmpty()) {
            return Optional.empty();
        }
        if (secret.isEmpty()) {
            return secrets.isUnavailable(owner, spec.secretRef().name())
                    ? former(spec, address, mailboxId).map(v -> credential(spec, v, expires.get()))
                    : Optional.empty();
        }
        SecretText password = Secrets.value(secret.get(), spec.secretRef().key());
        if (spec.format() == MailUserSpec.Credential.Format.CRYPT) {
            return crypt(owner, field, password).map(hash -> credential(spec, hash, expires.get()));
        }
        VerifierKey key = VerifierKey.of(
                mailboxId, spec.name(), spec.secretRef(), secret.get().version());
        needs.add(new VerifierNeed(key, address.canonical(), password));
        Optional<SecretText> verifier = Optional.ofNullable(verifiers.made().get(key));
        if (verifiers.unusable().containsKey(key)) {
            findings.unresolved(
                    owner,
                    field,
                    Reason.PASSWORD_UNUSABLE,
                    "the password cannot be used: " + verifiers.unusable().get(key),
                    "choose another; until then nobody can log in with this credential");
        } else if (verifier.isEmpty()) {
            findings.unresolved(owner, field, Reason.PENDING, "its verifier is not made yet", "wait a moment");
        }
        return verifier.map(v -> credential(spec, v, expires.get()));
    }

    /** What was in force when the Secret could be read. */
    private Optional<SecretText> former(MailUserSpec.Credential spec, EmailAddress address, String mailboxId) {
        VerifierKey key = VerifierKey.ofFormer(mailboxId, spec.name());
        needs.add(new VerifierNeed(key, address.canonical(), NO_PASSWORD));
        return Optional.ofNullable(verifiers.made().get(key));
    }

    private static UserCredential credential(
            MailUserSpec.Credential spec, SecretText verifier, Optional<Instant> expires) {
        return new UserCredential(
                spec.name(),
                verifier,
                spec.protocols().stream()
                        .map(UserCredentials::protocol)
                        .sorted()
                        .toList(),
                expires);
    }

    /** A hash that another server made: it goes as it is, if it can be used. */
    private Optional<SecretText> crypt(Claimant owner, String field, SecretText secret) {
        String hash = secret.reveal().strip();
        try {
            PasswordSchemes.parse(hash);
            return Optional.of(new SecretText(hash));
        } catch (UnusableVerifierException e) {
            findings.unresolved(
                    owner,
                    field,
                    Reason.PASSWORD_UNUSABLE,
                    "the hash " + e.getMessage(),
                    "choose another, or use format Plain; until then nobody can log in with this credential");
            return Optional.empty();
        }
    }

    private Optional<Optional<Instant>> expires(Claimant owner, String field, MailUserSpec.Credential spec) {
        try {
            return Optional.of(
                    spec.expires().map(text -> OffsetDateTime.parse(text).toInstant()));
        } catch (DateTimeException e) {
            findings.error(
                    owner,
                    field + ".expires",
                    Reason.INVALID,
                    "is not an instant",
                    "write it as 2030-01-31T00:00:00Z; until then nobody can log in with this credential");
            return Optional.empty();
        }
    }

    private static ListenerProtocol protocol(MailUserSpec.Credential.Protocol protocol) {
        return switch (protocol) {
            case SMTP -> ListenerProtocol.SMTP;
            case SUBMISSION -> ListenerProtocol.SUBMISSION;
            case IMAP -> ListenerProtocol.IMAP;
            case POP3 -> ListenerProtocol.POP3;
        };
    }
}
