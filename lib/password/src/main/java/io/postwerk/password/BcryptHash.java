package io.postwerk.password;

import io.postwerk.trust.Bcrypt;

/** {@code {BLF-CRYPT}}: bcrypt as crypt(3) writes it. */
final class BcryptHash extends ComputedHash {

    /** About a second of a processor. */
    private static final int MAX_COST = 14;

    private static final int MIN_COST = 4;

    private final String hash;

    private BcryptHash(String hash) {
        this.hash = hash;
    }

    static BcryptHash parse(String text) throws UnusableVerifierException {
        int cost = Bcrypt.cost(text);
        require(cost >= MIN_COST && cost <= MAX_COST, "has a cost that is not from " + MIN_COST + " to " + MAX_COST);
        return new BcryptHash(text);
    }

    @Override
    boolean matches(byte[] password) {
        return Bcrypt.matches(hash, password);
    }

    @Override
    String scheme() {
        return "BLF-CRYPT";
    }
}
