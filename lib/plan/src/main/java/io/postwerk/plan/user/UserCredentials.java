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
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The credentials of users in two steps: first the Secrets that they refer to and the verifiers that are needed of them, then, once it
 * is known which verifiers there are, what users can log in with.
 */
public final class UserCredentials {
    private static final SecretText NO_PASSWORD = new SecretText("");

    /**
     * A credential before its verifier is known.
     *
     * @param owner the MailUser
     * @param field the field that has it
     * @param spec what the field says
     * @param valid whether its instant of expiry could be read
     * @param expires that instant
     * @param secret its Secret, if that has the password or hash
     * @param verifier the verifier that it needs; absent for a hash, and where neither the Secret nor an earlier one is known
     */
    private record ResolvedCredential(
            Claimant owner,
            String field,
            MailUserSpec.Credential spec,
            boolean valid,
            Optional<Instant> expires,
            Optional<SecretInput> secret,
            Optional<VerifierKey> verifier) {}

    private final SecretInputs inputs;
    private final Findings findings;
    private final Secrets secrets;
    private final List<ResolvedCredential> credentials = new ArrayList<>();
    private final List<VerifierNeed> needs = new ArrayList<>();

    /** @param findings takes what is wrong whatever verifiers there are */
    public UserCredentials(SecretInputs inputs, Findings findings) {
        this.inputs = inputs;
        this.findings = findings;
        this.secrets = new Secrets(inputs, findings);
    }

    /** Takes the credentials of a user. */
    void add(Claimant owner, MailUserSpec spec, EmailAddress address, String mailboxId) {
        for (int i = 0; i < spec.credentials().size(); i++) {
            String field = "spec.credentials[" + i + "]";
            credentials.add(resolve(owner, field, spec.credentials().get(i), address, mailboxId));
        }
    }

    /** The verifiers that are needed, whether or not they are there already. */
    public List<VerifierNeed> needs() {
        return Collections.unmodifiableList(needs);
    }

    private ResolvedCredential resolve(
            Claimant owner, String field, MailUserSpec.Credential spec, EmailAddress address, String mailboxId) {
        String name = spec.secretRef().name();
        Optional<Optional<Instant>> expires = expires(owner, field, spec);
        Optional<SecretInput> secret =
                secrets.find(owner, name, spec.secretRef().key());
        Optional<VerifierNeed> need = Optional.empty();
        if (secret.isEmpty() && secrets.isUnavailable(owner, name)) {
            // What was in force when the Secret could be read stays.
            need = Optional.of(
                    new VerifierNeed(VerifierKey.ofFormer(mailboxId, spec.name()), address.canonical(), NO_PASSWORD));
        } else if (spec.format() == MailUserSpec.Credential.Format.PLAIN) {
            need = secret.map(found -> new VerifierNeed(
                    VerifierKey.of(mailboxId, spec.name(), spec.secretRef(), found.version()),
                    address.canonical(),
                    Secrets.value(found, spec.secretRef().key())));
        }
        need = need.filter(_ -> expires.isPresent());
        need.ifPresent(needs::add);
        return new ResolvedCredential(
                owner,
                field,
                spec,
                expires.isPresent(),
                expires.orElse(Optional.empty()),
                secret,
                need.map(VerifierNeed::key));
    }

    /**
     * What users can log in with now. What is wrong with a credential concerns that credential alone.
     *
     * @param verifiers the verifiers that there are
     * @param found takes what is wrong
     */
    public Map<Claimant, List<UserCredential>> usable(VerifierInputs verifiers, Findings found) {
        Secrets reporting = new Secrets(inputs, found);
        Map<Claimant, List<UserCredential>> usable = new HashMap<>();
        for (ResolvedCredential credential : credentials) {
            if (credential.secret().isEmpty()) {
                reporting.reportMissing(
                        credential.owner(),
                        credential.field() + ".secretRef",
                        credential.spec().secretRef().name(),
                        "nobody can log in with this credential",
                        credential.spec().secretRef().key());
            }
            verifier(credential, verifiers, found)
                    .ifPresent(verifier -> usable.computeIfAbsent(credential.owner(), _ -> new ArrayList<>())
                            .add(credential(credential.spec(), verifier, credential.expires())));
        }
        return usable;
    }

    private static Optional<SecretText> verifier(
            ResolvedCredential credential, VerifierInputs verifiers, Findings found) {
        if (!credential.valid()) {
            return Optional.empty();
        }
        if (credential.verifier().isEmpty()) {
            return credential.secret().flatMap(secret -> crypt(credential, secret, found));
        }
        VerifierKey key = credential.verifier().get();
        Optional<SecretText> verifier = Optional.ofNullable(verifiers.made().get(key));
        if (key.isFormer()) {
            return verifier;
        }
        if (verifiers.unusable().containsKey(key)) {
            found.unresolved(
                    credential.owner(),
                    credential.field(),
                    Reason.PASSWORD_UNUSABLE,
                    "the password cannot be used: " + verifiers.unusable().get(key),
                    "choose another; until then nobody can log in with this credential");
        } else if (verifier.isEmpty()) {
            found.unresolved(
                    credential.owner(),
                    credential.field(),
                    Reason.PENDING,
                    "its verifier is not made yet",
                    "wait a moment");
        }
        return verifier;
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
    private static Optional<SecretText> crypt(ResolvedCredential credential, SecretInput secret, Findings found) {
        String hash = Secrets.value(secret, credential.spec().secretRef().key())
                .reveal()
                .strip();
        try {
            PasswordSchemes.parse(hash);
            return Optional.of(new SecretText(hash));
        } catch (UnusableVerifierException e) {
            found.unresolved(
                    credential.owner(),
                    credential.field(),
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
