package io.postwerk.cli;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A random key of this installation, made once. Salts are derived from it, so that the same user keeps the same salt (a
 * client may cache what it derived, RFC 5802 5.1) without its being stored; it also keys the digests by which a changed
 * password is noticed, so that those digests are of no use to anybody who guesses.
 */
final class InstallationKey {
    private static final int OCTETS = 32;
    private static final String NAME = "key";

    private final byte[] key;

    private InstallationKey(byte[] key) {
        this.key = key;
    }

    static InstallationKey keep(DataFolder data) throws CliException {
        StateFile file = new StateFile(data, "installation-key.json");
        Map<String, String> content = file.read();
        if (!content.containsKey(NAME)) {
            byte[] fresh = new byte[OCTETS];
            new SecureRandom().nextBytes(fresh);
            content.put(NAME, HexFormat.of().formatHex(fresh));
            file.write(content);
        }
        return new InstallationKey(HexFormat.of().parseHex(content.get(NAME)));
    }

    /** For where nothing is kept: the results mean nothing elsewhere. */
    static InstallationKey ephemeral() {
        byte[] fresh = new byte[OCTETS];
        new SecureRandom().nextBytes(fresh);
        return new InstallationKey(fresh);
    }

    /**
     * HMAC-SHA-256 of a purpose and a text.
     *
     * @return 32 octets
     */
    byte[] derive(String purpose, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            mac.update(purpose.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
