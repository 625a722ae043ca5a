package io.postwerk.authsidecar;

import io.postwerk.sasl.ScramHash;
import io.postwerk.sasl.mechanism.CredentialSource;
import io.postwerk.sasl.mechanism.Decoys;
import io.postwerk.sasl.mechanism.External;
import io.postwerk.sasl.mechanism.Login;
import io.postwerk.sasl.mechanism.Mechanism;
import io.postwerk.sasl.mechanism.PasswordCheck;
import io.postwerk.sasl.mechanism.Plain;
import io.postwerk.sasl.mechanism.Scram;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The SASL mechanisms that there are, by name. */
final class Mechanisms {

    static final List<String> NAMES = List.of(
            "SCRAM-SHA-256-PLUS", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-256", "SCRAM-SHA-1", "EXTERNAL", "PLAIN", "LOGIN");

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NONCE_OCTETS = 18;

    private Mechanisms() {}

    /** Those of these names, in this order. */
    static List<Mechanism> of(
            List<String> names, CredentialSource users, PasswordCheck passwords, Supplier<Decoys> decoys)
            throws UnknownMechanismException {
        var mechanisms = new ArrayList<Mechanism>();
        for (String name : names) {
            mechanisms.add(
                    switch (name) {
                        case "SCRAM-SHA-256-PLUS" -> Scram.plus(ScramHash.SHA_256, users, decoys, Mechanisms::entropy);
                        case "SCRAM-SHA-1-PLUS" -> Scram.plus(ScramHash.SHA_1, users, decoys, Mechanisms::entropy);
                        case "SCRAM-SHA-256" -> Scram.of(ScramHash.SHA_256, users, decoys, Mechanisms::entropy);
                        case "SCRAM-SHA-1" -> Scram.of(ScramHash.SHA_1, users, decoys, Mechanisms::entropy);
                        case "EXTERNAL" -> new External(users);
                        case "PLAIN" -> new Plain(passwords);
                        case "LOGIN" -> new Login(passwords);
                        default -> throw new UnknownMechanismException(name);
                    });
        }
        return mechanisms;
    }

    private static byte[] entropy() {
        byte[] octets = new byte[NONCE_OCTETS];
        RANDOM.nextBytes(octets);
        return octets;
    }
}
