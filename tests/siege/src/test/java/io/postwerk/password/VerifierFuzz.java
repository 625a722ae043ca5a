package io.postwerk.password;

import io.postwerk.tests.siege.fuzz.Lines;
import java.nio.charset.StandardCharsets;

/** Verifiers of every scheme, as users' Secrets and databases hold them. */
public final class VerifierFuzz {
    private VerifierFuzz() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        for (byte[] line : Lines.of(octets)) {
            String text = new String(line, StandardCharsets.UTF_8);
            try {
                PasswordSchemes.parse(text);
            } catch (UnusableVerifierException e) {
                // refused, with a reason
            }
            ScramVerifier.decode(text);
            try {
                TypedPassword.of(text);
            } catch (SaslPrepException e) {
                // refused, with a reason
            }
        }
    }
}
