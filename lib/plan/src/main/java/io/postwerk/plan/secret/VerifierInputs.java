package io.postwerk.plan.secret;

import io.postwerk.config.SecretText;
import java.util.Map;

/**
 * What passwords are checked with, as a plan asks for them. What is not there yet is left out: the user receives
 * mail and cannot log in.
 *
 * @param made the verifiers
 * @param unusable why none can be made, by what it would be made from: RFC 4013 does not allow the password
 */
public record VerifierInputs(Map<VerifierKey, SecretText> made, Map<VerifierKey, String> unusable) {
    /** Before anything was asked for. */
    public static final VerifierInputs NONE = of(Map.of());

    public VerifierInputs {
        made = Map.copyOf(made);
        unusable = Map.copyOf(unusable);
    }

    /** Where every password can be used. */
    public static VerifierInputs of(Map<VerifierKey, SecretText> made) {
        return new VerifierInputs(made, Map.of());
    }
}
