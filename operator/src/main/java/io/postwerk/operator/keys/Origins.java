package io.postwerk.operator.keys;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.Secret;
import io.postwerk.config.Buckets;
import io.postwerk.config.ConfigException;
import io.postwerk.config.SecretText;
import io.postwerk.config.json.ConfigJson;
import io.postwerk.config.users.UserCredential;
import io.postwerk.config.users.UserEntry;
import io.postwerk.config.users.UsersBucket;
import io.postwerk.mail.AddressException;
import io.postwerk.mail.EmailAddress;
import io.postwerk.plan.secret.VerifierKey;
import io.postwerk.plan.secret.VerifierNeed;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What verifiers were made from, stored beside them in the Secrets of users, so that a restarted operator hashes nothing again. An origin
 * is the name and the version of a Secret, which tell nothing about its content.
 */
public final class Origins {
    private static final String FILE = "origins.json";
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final TypeReference<Map<String, String>> SOURCES = new TypeReference<>() {};

    private final Map<Integer, Map<String, String>> byBucket = new HashMap<>();

    Origins() {}

    /**
     * The verifiers that a Secret of users has, by what they were made from; where that is not known, as former ones
     * ({@link VerifierKey#ofFormer}). What cannot be read is left out: it is made again.
     *
     * @param users the Secret of a bucket, as the API server has it
     */
    public static Map<VerifierKey, SecretText> remembered(Secret users) {
        Map<String, String> sources = sources(users);
        Map<VerifierKey, SecretText> verifiers = new HashMap<>();
        for (UserEntry user : entries(users)) {
            for (UserCredential credential : user.credentials()) {
                // Imported hashes have no origin; they are needed only while their Secret cannot be read.
                String source = sources.get(name(user.id(), credential.name()));
                verifiers.put(
                        source == null
                                ? VerifierKey.ofFormer(user.id(), credential.name())
                                : new VerifierKey(user.id(), credential.name(), source),
                        credential.verifier());
            }
        }
        return verifiers;
    }

    /** Notes what the verifier of a need was made from. */
    void add(VerifierNeed need, String source) {
        if (VerifierKey.ofFormer(need.key().mailboxId(), need.key().credential())
                .source()
                .equals(source)) {
            return;
        }
        byBucket.computeIfAbsent(bucket(need), _ -> new TreeMap<>())
                .put(name(need.key().mailboxId(), need.key().credential()), source);
    }

    /** What was noted, by bucket of users. */
    Map<Integer, Map<String, String>> byBucket() {
        return byBucket;
    }

    private static int bucket(VerifierNeed need) {
        try {
            return Buckets.of(EmailAddress.parse(need.address()));
        } catch (AddressException e) {
            throw new IllegalArgumentException("a user has an address", e);
        }
    }

    private static String name(String mailboxId, String credential) {
        return mailboxId + "/" + credential;
    }

    private static Map<String, String> sources(Secret users) {
        try {
            Optional<byte[]> file = SecretData.octets(users, FILE);
            return file.isEmpty() ? Map.of() : MAPPER.readValue(file.get(), SOURCES);
        } catch (IOException e) {
            return Map.of();
        }
    }

    private static Collection<UserEntry> entries(Secret users) {
        for (String file : Optional.ofNullable(users.getData()).orElse(Map.of()).keySet()) {
            Optional<byte[]> octets = file.equals(FILE) ? Optional.empty() : SecretData.octets(users, file);
            if (octets.isPresent()) {
                try {
                    return ConfigJson.read(UsersBucket.class, file, octets.get())
                            .users();
                } catch (ConfigException e) {
                    // Another format, or changed by hand.
                }
            }
        }
        return List.of();
    }
}
