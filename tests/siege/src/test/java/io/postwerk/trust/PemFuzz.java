package io.postwerk.trust;

import java.nio.charset.StandardCharsets;

/** Files with certificates and keys. */
public final class PemFuzz {
    private PemFuzz() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        try {
            Pem.certificates("file.pem", text);
        } catch (TrustException e) {
            // refused, with a reason
        }
        try {
            Pem.key("file.pem", text);
        } catch (TrustException e) {
            // refused, with a reason
        }
    }
}
