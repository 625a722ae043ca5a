package io.postwerk.sasl.mechanism;

import io.postwerk.sasl.MechanismFlag;
import io.postwerk.sasl.MechanismInfo;
import java.util.Base64;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/** SCRAM-SHA-256 without channel binding (RFC 7677 3, RFC 5802). */
public final class ScramSha256 implements Mechanism {

    private static final MechanismInfo INFO = new MechanismInfo("SCRAM-SHA-256", Set.of(MechanismFlag.MUTUAL_AUTH));

    private final CredentialSource source;
    private final Supplier<Decoys> decoys;
    private final Supplier<byte[]> entropy;

    /**
     * @param decoys verifiers for users that do not exist; asked at each use
     * @param entropy random octets for one server nonce, 18 or more, at each call
     */
    public ScramSha256(CredentialSource source, Supplier<Decoys> decoys, Supplier<byte[]> entropy) {
        this.source = Objects.requireNonNull(source);
        this.decoys = Objects.requireNonNull(decoys);
        this.entropy = Objects.requireNonNull(entropy);
    }

    @Override
    public MechanismInfo info() {
        return INFO;
    }

    @Override
    public MechanismExchange open(String service) {
        String serverNonce = Base64.getEncoder().encodeToString(entropy.get());
        return new ScramServerExchange(source, decoys, serverNonce, service);
    }
}
