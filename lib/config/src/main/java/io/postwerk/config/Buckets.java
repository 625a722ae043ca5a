package io.postwerk.config;

import io.postwerk.mail.DomainName;
import io.postwerk.mail.EmailAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The assignment of addresses and domains to the 64 bucket files. The bucket of an address is the first octet of the SHA-256
 * of its canonical form, modulo 64; that of a domain likewise, from its canonical name. A shell can compute it:
 * {@code printf %s alice@example.org | sha256sum}. The number of buckets and the hash are part of the format and never change
 * within a format version.
 */
public final class Buckets {
    /** Number of buckets. */
    public static final int COUNT = 64;

    private Buckets() {}

    /** The bucket of an address: of a user in {@code users-NN.json}, of an alias in {@code routing-NN.json}. */
    public static int of(EmailAddress address) {
        return ofKey(address.canonical());
    }

    /** The bucket of a domain in {@code routing-NN.json}. */
    public static int of(DomainName domain) {
        return ofKey(domain.ascii());
    }

    /** All bucket numbers, ascending. */
    public static IntStream all() {
        return IntStream.range(0, COUNT);
    }

    /** Name of the file with a bucket of domains and aliases. */
    public static String routingFile(int bucket) {
        return file("routing", bucket);
    }

    /** Name of the file with a bucket of users. */
    public static String usersFile(int bucket) {
        return file("users", bucket);
    }

    /** @throws IllegalArgumentException if an address would never be found in the bucket that it was put into */
    public static void require(int bucket, EmailAddress address) {
        requireKey(bucket, address.canonical());
        if (!address.localPart().equals(address.toCanonical().localPart())) {
            throw new IllegalArgumentException("'" + address + "' is not in its canonical form");
        }
    }

    /** @throws IllegalArgumentException if a domain would never be found in the bucket that it was put into */
    public static void require(int bucket, DomainName domain) {
        requireKey(bucket, domain.ascii());
    }

    private static void requireKey(int bucket, String key) {
        if (ofKey(key) != bucket) {
            throw new IllegalArgumentException("'" + key + "' belongs into bucket " + ofKey(key) + ", not " + bucket);
        }
    }

    static int ofKey(String canonical) {
        return sha256().digest(canonical.getBytes(StandardCharsets.UTF_8))[0] & (COUNT - 1);
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String file(String kind, int bucket) {
        if (bucket < 0 || bucket >= COUNT) {
            throw new IllegalArgumentException("no bucket " + bucket);
        }
        return String.format(Locale.ROOT, "%s-%02d.json", kind, bucket);
    }
}
