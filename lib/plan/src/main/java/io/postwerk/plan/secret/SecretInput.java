package io.postwerk.plan.secret;

import io.fabric8.kubernetes.api.model.Secret;
import io.postwerk.config.SecretText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A Secret, as a plan sees it.
 *
 * @param version changes whenever the content does: the Secret's resourceVersion, or a keyed hash of its content. Never a bare hash
 *     of a password, which could be guessed at
 * @param values its values by key; a value that is no UTF-8 text is missing
 */
public record SecretInput(String version, Map<String, SecretText> values) {
    public SecretInput {
        values = Map.copyOf(values);
    }

    /** A Secret with its {@code data} and {@code stringData}, of which the latter wins. */
    public static SecretInput of(Secret secret, String version) {
        Map<String, SecretText> values = new HashMap<>();
        Optional.ofNullable(secret.getData())
                .orElse(Map.of())
                .forEach((key, base64) -> text(base64).ifPresent(text -> values.put(key, text)));
        Optional.ofNullable(secret.getStringData())
                .orElse(Map.of())
                .forEach((key, text) -> values.put(key, new SecretText(text)));
        return new SecretInput(version, values);
    }

    private static Optional<SecretText> text(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
            return Optional.of(new SecretText(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString()));
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** The value of a key, unless it is empty. */
    public Optional<SecretText> value(String key) {
        return Optional.ofNullable(values.get(key)).filter(value -> value.octets() > 0);
    }
}
