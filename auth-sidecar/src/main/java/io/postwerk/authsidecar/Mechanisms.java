package io.postwerk.authsidecar;

import io.postwerk.password.ScramHash;
import io.postwerk.sasl.mechanism.CredentialSource;
import io.postwerk.sasl.mechanism.Decoys;
import io.postwerk.sasl.mechanism.ExternalMechanism;
import io.postwerk.sasl.mechanism.LoginMechanism;
import io.postwerk.sasl.mechanism.Mechanism;
import io.postwerk.sasl.mechanism.OAuthMechanism;
import io.postwerk.sasl.mechanism.PasswordCheck;
import io.postwerk.sasl.mechanism.PlainMechanism;
import io.postwerk.sasl.mechanism.ScramMechanism;
import io.postwerk.sasl.mechanism.TokenCheck;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The SASL mechanisms that are implemented, by name. ANONYMOUS is not. */
final class Mechanisms {

    static final List<String> NAMES = List.of(
            "SCRAM-SHA-256-PLUS",
            "SCRAM-SHA-1-PLUS",
            "SCRAM-SHA-256",
            "SCRAM-SHA-1",
            "EXTERNAL",
            "OAUTHBEARER",
            "XOAUTH2",
            "PLAIN",
            "LOGIN");

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NONCE_OCTETS = 18;

    /** What mechanisms are made of. */
    record Parts(CredentialSource users, PasswordCheck passwords, Supplier<Decoys> decoys, TokenCheck tokens) {}

    private Mechanisms() {}

    /** Those of these names, in this order. */
    static List<Mechanism> of(List<String> names, Parts parts) throws UnusableConfigException {
        var mechanisms = new ArrayList<Mechanism>();
        for (String name : names) {
            mechanisms.add(
                    switch (name) {
                        case "SCRAM-SHA-256-PLUS" -> scramPlus(ScramHash.SHA_256, parts);
                        case "SCRAM-SHA-1-PLUS" -> scramPlus(ScramHash.SHA_1, parts);
                        case "SCRAM-SHA-256" -> scram(ScramHash.SHA_256, parts);
                        case "SCRAM-SHA-1" -> scram(ScramHash.SHA_1, parts);
                        case "EXTERNAL" -> new ExternalMechanism(parts.users());
                        case "OAUTHBEARER" -> OAuthMechanism.bearer(parts.tokens(), parts.users());
                        case "XOAUTH2" -> OAuthMechanism.xoauth2(parts.tokens(), parts.users());
                        case "PLAIN" -> new PlainMechanism(parts.passwords());
                        case "LOGIN" -> new LoginMechanism(parts.passwords());
                        default ->
                            throw new UnusableConfigException("mechanisms: there is no SASL mechanism " + name
                                    + "; there are " + String.join(", ", NAMES));
                    });
        }
        return mechanisms;
    }

    private static ScramMechanism scram(ScramHash hash, Parts parts) {
        return ScramMechanism.of(hash, parts.users(), parts.decoys(), Mechanisms::entropy);
    }

    private static ScramMechanism scramPlus(ScramHash hash, Parts parts) {
        return ScramMechanism.plus(hash, parts.users(), parts.decoys(), Mechanisms::entropy);
    }

    private static byte[] entropy() {
        byte[] octets = new byte[NONCE_OCTETS];
        RANDOM.nextBytes(octets);
        return octets;
    }
}
