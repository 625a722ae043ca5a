package io.postwerk.training;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/** The client's side of one SCRAM-SHA-256 exchange (RFC 5802 3, RFC 7677), without channel binding. */
final class ScramSha256 {
    private final String password;
    private final String firstBare;

    ScramSha256(String user, String password) {
        this.password = password;
        this.firstBare = "n=" + user + ",r=training";
    }

    String first() {
        return "n,," + firstBare;
    }

    /** The client's final message. */
    String proof(String serverFirst) throws GeneralSecurityException {
        Map<String, String> attributes = new HashMap<>();
        for (String attribute : serverFirst.split(",")) {
            attributes.put(attribute.substring(0, 1), attribute.substring(2));
        }
        byte[] salt = Base64.getDecoder().decode(attributes.get("s"));
        int iterations = Integer.parseInt(attributes.get("i"));
        byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, 256))
                .getEncoded();
        byte[] clientKey = hmac(salted, "Client Key");
        byte[] storedKey = MessageDigest.getInstance("SHA-256").digest(clientKey);
        String withoutProof = "c=biws,r=" + attributes.get("r");
        byte[] signature = hmac(storedKey, firstBare + "," + serverFirst + "," + withoutProof);
        for (int i = 0; i < clientKey.length; i++) clientKey[i] ^= signature[i];
        return withoutProof + ",p=" + Base64.getEncoder().encodeToString(clientKey);
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(UTF_8));
    }
}
