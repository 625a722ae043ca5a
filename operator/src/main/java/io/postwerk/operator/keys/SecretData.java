package io.postwerk.operator.keys;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Values of Secrets. */
final class SecretData {
    static final String TLS = "kubernetes.io/tls";
    static final String OPAQUE = "Opaque";

    private SecretData() {}

    /** A value; absent if it is not there, or no base64. */
    static Optional<byte[]> octets(Secret secret, String key) {
        try {
            return Optional.ofNullable(secret.getData())
                    .map(data -> data.get(key))
                    .map(Base64.getDecoder()::decode);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static Optional<String> text(Secret secret, String key) {
        return octets(secret, key).map(octets -> new String(octets, StandardCharsets.UTF_8));
    }

    static Secret secret(ObjectMeta metadata, String type, Map<String, String> texts) {
        Map<String, String> data = new TreeMap<>();
        texts.forEach((key, text) -> data.put(key, base64(text.getBytes(StandardCharsets.UTF_8))));
        return new SecretBuilder()
                .withMetadata(metadata)
                .withType(type)
                .withData(data)
                .build();
    }

    static String base64(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }
}
