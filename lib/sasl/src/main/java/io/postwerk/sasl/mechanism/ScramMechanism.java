package io.postwerk.sasl.mechanism;

import io.postwerk.password.ScramHash;
import io.postwerk.sasl.MechanismFlag;
import io.postwerk.sasl.MechanismInfo;
import java.util.Base64;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/** SCRAM-SHA-1 and SCRAM-SHA-256 (RFC 5802, RFC 7677 3), and their {@code -PLUS} variants with channel binding. */
public final class ScramMechanism implements Mechanism {

    private final ScramHash hash;
    private final boolean plus;
    private final MechanismInfo info;
    private final CredentialSource source;
    private final Supplier<Decoys> decoys;
    private final Supplier<byte[]> entropy;

    private ScramMechanism(
            ScramHash hash, boolean plus, CredentialSource source, Supplier<Decoys> decoys, Supplier<byte[]> entropy) {
        this.hash = hash;
        this.plus = plus;
        this.info = plus
                ? new MechanismInfo(
                        hash.mechanism() + "-PLUS", Set.of(MechanismFlag.MUTUAL_AUTH, MechanismFlag.CHANNEL_BINDING))
                : new MechanismInfo(hash.mechanism(), Set.of(MechanismFlag.MUTUAL_AUTH));
        this.source = Objects.requireNonNull(source);
        this.decoys = Objects.requireNonNull(decoys);
        this.entropy = Objects.requireNonNull(entropy);
    }

    /**
     * Without channel binding.
     *
     * @param decoys verifiers for users that do not exist; asked at each use
     * @param entropy random octets for one server nonce, 18 or more, at each call
     */
    public static ScramMechanism of(
            ScramHash hash, CredentialSource source, Supplier<Decoys> decoys, Supplier<byte[]> entropy) {
        return new ScramMechanism(hash, false, source, decoys, entropy);
    }

    /** With channel binding; see {@link #of}. */
    public static ScramMechanism plus(
            ScramHash hash, CredentialSource source, Supplier<Decoys> decoys, Supplier<byte[]> entropy) {
        return new ScramMechanism(hash, true, source, decoys, entropy);
    }

    @Override
    public MechanismInfo info() {
        return info;
    }

    @Override
    public Mechanism.Exchange open(Mechanism.Facts facts) {
        String serverNonce = Base64.getEncoder().encodeToString(entropy.get());
        var variant = new ScramServerExchange.Variant(hash, plus, facts.bindingOffered());
        return new ScramServerExchange(source, decoys, variant, serverNonce, facts.service());
    }
}
