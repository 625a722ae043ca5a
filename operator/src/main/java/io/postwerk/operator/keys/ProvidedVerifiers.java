package io.postwerk.operator.keys;

import io.postwerk.config.SecretText;
import io.postwerk.crds.manifest.Problem;
import io.postwerk.plan.secret.VerifierKey;
import java.util.List;
import java.util.Map;

/**
 * The verifiers that a plan can have now.
 *
 * @param verifiers those that are known, for the snapshot
 * @param origins what they were made from, for the model ({@code ModelInput.origins})
 * @param unusable why no verifier can be made, by what it would be made from: RFC 4013 does not allow the password
 * @param problems the same in words for people
 * @param outstanding number of those that are still to be made; when some are, the callback tells
 */
public record ProvidedVerifiers(
        Map<VerifierKey, SecretText> verifiers,
        Map<Integer, Map<String, String>> origins,
        Map<VerifierKey, String> unusable,
        List<Problem> problems,
        int outstanding) {
    public ProvidedVerifiers {
        verifiers = Map.copyOf(verifiers);
        origins = Map.copyOf(origins);
        unusable = Map.copyOf(unusable);
        problems = List.copyOf(problems);
    }
}
