package io.postwerk.password;

import io.postwerk.trust.Argon2;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code {ARGON2ID}} and {@code {ARGON2I}}: {@code $argon2id$v=19$m=65536,t=3,p=1$salt$hash}, with base64 without padding. */
final class Argon2Hash extends ComputedHash {

    private static final Pattern SHAPE = Pattern.compile(
            "\\$argon2(id|i)\\$v=19\\$m=(\\d{1,9}),t=(\\d{1,9}),p=(\\d{1,9})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");

    private static final int MAX_MEMORY_KIB = 131_072;

    /** Memory times passes: a few seconds of processor time. */
    private static final int MAX_WORK_KIB = 524_288;

    private static final int MAX_LANES = 8;
    private static final int MIN_SALT = 8;
    private static final int MIN_HASH = 16;
    private static final int MAX_OCTETS = 64;

    /** One at a time in the whole process, to bound the memory. */
    private static final ReentrantLock MEMORY = new ReentrantLock();

    private final Argon2.Type type;
    private final Argon2.Cost cost;
    private final byte[] salt;
    private final byte[] hash;

    private Argon2Hash(Argon2.Type type, Argon2.Cost cost, byte[] salt, byte[] hash) {
        this.type = type;
        this.cost = cost;
        this.salt = salt;
        this.hash = hash;
    }

    static Argon2Hash parse(String text) throws UnusableVerifierException {
        Matcher matcher = SHAPE.matcher(text);
        require(matcher.matches(), "is no Argon2 hash of version 19");
        int memory = Integer.parseInt(matcher.group(2));
        int passes = Integer.parseInt(matcher.group(3));
        int lanes = Integer.parseInt(matcher.group(4));
        require(
                memory <= MAX_MEMORY_KIB && (long) memory * passes <= MAX_WORK_KIB && lanes <= MAX_LANES,
                "costs more than is allowed: " + MAX_MEMORY_KIB + " KiB, " + MAX_WORK_KIB + " KiB times passes, "
                        + MAX_LANES + " lanes");
        byte[] salt = Base64.getDecoder().decode(matcher.group(5));
        byte[] hash = Base64.getDecoder().decode(matcher.group(6));
        require(
                salt.length >= MIN_SALT
                        && salt.length <= MAX_OCTETS
                        && hash.length >= MIN_HASH
                        && hash.length <= MAX_OCTETS,
                "has a salt or a hash that is too short or too long");
        var type = matcher.group(1).equals("id") ? Argon2.Type.ID : Argon2.Type.I;
        return new Argon2Hash(type, new Argon2.Cost(memory, passes, lanes), salt, hash);
    }

    @Override
    boolean matches(byte[] password) {
        MEMORY.lock();
        try {
            return MessageDigest.isEqual(hash, Argon2.hash(type, password, salt, cost, hash.length));
        } finally {
            MEMORY.unlock();
        }
    }

    @Override
    String scheme() {
        return "ARGON2" + type;
    }
}
