package io.postwerk.cli;

import io.postwerk.config.SecretText;
import io.postwerk.crds.manifest.Problem;
import io.postwerk.password.SaslPrepException;
import io.postwerk.password.ScramVerifier;
import io.postwerk.plan.secret.VerifierKey;
import io.postwerk.plan.secret.VerifierNeed;
import io.postwerk.trust.InstallationKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The verifiers of this installation's users. Making a verifier is expensive by design, so each is kept under a key
 * of what it was made from, and only a new password needs a new one. Passwords are never kept.
 */
final class VerifierStore {
    private static final String SEPARATOR = "/";

    private final StateFile file;
    private final InstallationKey key;
    private final Map<String, String> known;

    private VerifierStore(StateFile file, InstallationKey key, Map<String, String> known) {
        this.file = file;
        this.key = key;
        this.known = known;
    }

    static VerifierStore keep(DataFolder data, InstallationKey key) throws CliException {
        StateFile file = new StateFile(data, "verifiers.json");
        return new VerifierStore(file, key, file.read());
    }

    /**
     * Returns a verifier for each need, makes those that are missing, and drops those that are no longer needed.
     *
     * @param problems takes passwords of which none can be made
     */
    Map<VerifierKey, SecretText> provide(List<VerifierNeed> needs, List<Problem> problems) throws CliException {
        Map<String, String> made = new ConcurrentHashMap<>();
        // Hashing is CPU-bound: many new users use all processors.
        List<VerifierNeed> missing = needs.stream()
                .filter(need -> !known.containsKey(name(need.key())))
                .toList();
        List<Problem> bad = missing.parallelStream()
                .flatMap(need -> {
                    try {
                        byte[] salt = key.salt(need.key().mailboxId());
                        made.put(
                                name(need.key()),
                                ScramVerifier.create(need.password().reveal(), salt, ScramVerifier.DEFAULT_ITERATIONS)
                                        .encode());
                        return java.util.stream.Stream.<Problem>empty();
                    } catch (SaslPrepException e) {
                        return java.util.stream.Stream.of(unusable(need, e));
                    }
                })
                .toList();
        problems.addAll(bad);

        Map<VerifierKey, SecretText> provided = new HashMap<>();
        Map<String, String> kept = new TreeMap<>();
        for (VerifierNeed need : needs) {
            String name = name(need.key());
            String verifier = made.getOrDefault(name, known.get(name));
            if (verifier == null) continue;
            kept.put(name, verifier);
            provided.put(need.key(), new SecretText(verifier));
        }
        if (!kept.equals(known)) {
            known.clear();
            known.putAll(kept);
            file.write(kept);
        }
        return provided;
    }

    /** A password that RFC 4013 does not allow. */
    static Problem unusable(VerifierNeed need, SaslPrepException e) {
        return new Problem(
                Problem.Severity.ERROR,
                "",
                0,
                "user " + need.address(),
                "credential " + need.key().credential(),
                "the password cannot be used: " + e.getMessage(),
                "choose another; until then the user receives mail and cannot log in");
    }

    private static String name(VerifierKey key) {
        return key.mailboxId() + SEPARATOR + key.credential() + SEPARATOR + key.source();
    }
}
