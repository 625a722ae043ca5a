package io.postwerk.plan.secret;

import io.postwerk.config.SecretText;
import io.postwerk.config.credentials.SmtpCredentials;
import io.postwerk.crds.ObjectKey;
import io.postwerk.crds.Reference;
import io.postwerk.plan.finding.Claimant;
import io.postwerk.plan.finding.Findings;
import io.postwerk.plan.finding.Reason;
import java.util.Arrays;
import java.util.Optional;

/** Looks up the Secrets that resources refer to, and reports those that are missing. A Secret is in the namespace of the resource that refers to it. */
public final class Secrets {
    /** Most characters of a text in a config file, unless said otherwise there. */
    static final int MAX_TEXT = 4096;

    private static final String USERNAME = "username";
    private static final String PASSWORD = "password";

    private final SecretInputs inputs;
    private final Findings findings;

    public Secrets(SecretInputs inputs, Findings findings) {
        this.inputs = inputs;
        this.findings = findings;
    }

    /** A Secret that an owner refers to by name. */
    public Optional<SecretInput> find(Claimant owner, String name) {
        return Optional.ofNullable(inputs.known().get(key(owner, name)));
    }

    public static ObjectKey key(Claimant owner, String name) {
        return new ObjectKey(owner.namespace(), name);
    }

    /** A Secret that an owner refers to by name and that has all of the keys. */
    public Optional<SecretInput> find(Claimant owner, String name, String... keys) {
        return find(owner, name).filter(secret -> missing(secret, keys).isEmpty());
    }

    private static Optional<String> missing(SecretInput secret, String... keys) {
        return Arrays.stream(keys).filter(key -> secret.value(key).isEmpty()).findFirst();
    }

    /**
     * A Secret that has all of the keys; if there is none, that is reported.
     *
     * @param field the field that refers to it
     * @param consequence what is so until it is there
     */
    public Optional<SecretInput> require(
            Claimant owner, String field, String name, String consequence, String... keys) {
        Optional<SecretInput> secret = find(owner, name, keys);
        if (secret.isEmpty()) {
            reportMissing(owner, field, name, consequence, keys);
        }
        return secret;
    }

    /** Reports that {@link #find(Claimant, String, String...)} has found nothing. */
    public void reportMissing(Claimant owner, String field, String name, String consequence, String... keys) {
        Optional<SecretInput> secret = find(owner, name);
        ObjectKey key = key(owner, name);
        if (secret.isEmpty() && inputs.unreadable().contains(owner.namespace())) {
            findings.unresolved(
                    owner,
                    field,
                    Reason.SECRET_FORBIDDEN,
                    "Secret " + key + " may not be read by the operator",
                    "let it, with a RoleBinding in namespace " + owner.namespace()
                            + " of the operator's ServiceAccount to "
                            + "the chart's ClusterRole postwerk-secret-reader; until then " + consequence);
        } else if (isUnavailable(owner, name)) {
            findings.unresolved(
                    owner,
                    field,
                    Reason.SECRET_UNAVAILABLE,
                    "Secret " + key + " cannot be read for now: the API server has not listed the Secrets of namespace "
                            + owner.namespace(),
                    "look at the operator's log, and for very many or large Secrets there; until then " + consequence
                            + ", but for what was in force before");
        } else {
            String what = secret.flatMap(found -> missing(found, keys))
                    .map(m -> "Secret " + key + " has nothing under '" + m + "'")
                    .orElse("there is no Secret " + key
                            + (keys.length > 1 ? " with " + String.join(" and ", keys) : ""));
            findings.unresolved(owner, field, Reason.SECRET_NOT_FOUND, what, "add it; until then " + consequence);
        }
    }

    /**
     * A login at another server, of a Secret with {@code username} and {@code password}; if there is none, that is reported. A login
     * that no program would accept counts as missing: with it the programs would refuse the whole file.
     *
     * @param name name of the login
     */
    public Optional<SmtpCredentials.Login> login(
            Claimant owner, String field, Reference.Secret reference, String consequence, String name) {
        return require(owner, field, reference.name(), consequence, USERNAME, PASSWORD)
                .map(s -> new SmtpCredentials.Login(name, value(s, USERNAME).reveal(), value(s, PASSWORD)))
                .filter(login -> {
                    boolean fits = isWithin(login.username(), SmtpCredentials.MAX_USERNAME)
                            && isWithin(login.password().reveal(), MAX_TEXT);
                    if (!fits) {
                        findings.unresolved(
                                owner,
                                field,
                                Reason.PASSWORD_UNUSABLE,
                                "the name or the password in Secret " + key(owner, reference.name())
                                        + " is empty or too long",
                                "give a name of 1 to " + SmtpCredentials.MAX_USERNAME
                                        + " characters and a password of 1 to " + MAX_TEXT + "; until then "
                                        + consequence);
                    }
                    return fits;
                });
    }

    private static boolean isWithin(String text, int max) {
        return !text.isEmpty() && text.length() <= max;
    }

    /** Whether a Secret may be there and cannot be read for now. */
    public boolean isUnavailable(Claimant owner, String name) {
        return find(owner, name).isEmpty() && inputs.unavailable().contains(owner.namespace());
    }

    /** The value of a key that {@link #require} has found to be there. */
    public static SecretText value(SecretInput secret, String key) {
        return secret.value(key).orElseThrow();
    }
}
