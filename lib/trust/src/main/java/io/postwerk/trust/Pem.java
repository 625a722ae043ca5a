package io.postwerk.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and private keys in PEM files (RFC 7468). Needs the JDK only, so that a server can read without Bouncy Castle. */
public final class Pem {

    private static final int MAX_FILE_OCTETS = 1 << 20;
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([A-Za-z0-9+/=\\s]*)-----END \\1-----");
    private static final Base64.Encoder ENCODER = Base64.getMimeEncoder(64, new byte[] {'\n'});

    private Pem() {}

    private record Block(String label, byte[] der) {}

    /** All certificates of a file, in order; at least one. */
    public static List<X509Certificate> readCertificates(Path file) throws IOException {
        return certificates(file.toString(), text(file));
    }

    /**
     * All certificates of a text, in order; at least one.
     *
     * @param source what the text is called, for errors
     */
    public static List<X509Certificate> certificates(String source, String text) throws TrustException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks(source, text)) {
            if (block.label.equals("CERTIFICATE")) {
                certificates.add(certificate(source, block.der));
            }
        }
        if (certificates.isEmpty()) {
            throw new TrustException(source + ": no PEM certificate in it");
        }
        return List.copyOf(certificates);
    }

    /** The unencrypted private key of a file: PKCS#8 (RFC 5958), PKCS#1 (RFC 8017 A.1.2) or SEC 1 (RFC 5915). */
    public static PrivateKey readKey(Path file) throws IOException {
        return key(file.toString(), text(file));
    }

    /**
     * The unencrypted private key of a text, in the same encodings.
     *
     * @param source what the text is called, for errors
     */
    public static PrivateKey key(String source, String text) throws TrustException {
        for (Block block : blocks(source, text)) {
            switch (block.label) {
                case "PRIVATE KEY" -> {
                    return key(source, block.der);
                }
                case "RSA PRIVATE KEY" -> {
                    return key(source, Pkcs8.fromRsa(block.der));
                }
                case "EC PRIVATE KEY" -> {
                    byte[] pkcs8 = Pkcs8.fromEc(block.der)
                            .orElseThrow(() -> new TrustException(source + ": an EC key that does not name its curve"));
                    return key(source, pkcs8);
                }
                case "ENCRYPTED PRIVATE KEY" ->
                    throw new TrustException(source + ": the private key is encrypted; store it without a passphrase");
                default -> {
                    // Certificates and EC PARAMETERS may stand beside the key.
                }
            }
        }
        throw new TrustException(source + ": no PEM private key in it");
    }

    /** Writes certificates, atomically, readable for all. */
    public static void writeCertificates(Path file, List<X509Certificate> certificates) throws IOException {
        AtomicFile.write(file, text(certificates).getBytes(StandardCharsets.US_ASCII), "rw-r--r--");
    }

    /** Certificates as text. */
    public static String text(List<X509Certificate> certificates) throws TrustException {
        StringBuilder text = new StringBuilder();
        try {
            for (X509Certificate certificate : certificates) {
                append(text, "CERTIFICATE", certificate.getEncoded());
            }
        } catch (GeneralSecurityException e) {
            throw new TrustException("a certificate that can not be encoded", e);
        }
        return text.toString();
    }

    /** Writes a private key as PKCS#8, atomically, with mode 0600. */
    public static void writeKey(Path file, PrivateKey key) throws IOException {
        AtomicFile.write(file, text(key).getBytes(StandardCharsets.US_ASCII), "rw-------");
    }

    /** A private key as text, in PKCS#8. */
    public static String text(PrivateKey key) {
        StringBuilder text = new StringBuilder();
        append(text, "PRIVATE KEY", key.getEncoded());
        return text.toString();
    }

    private static void append(StringBuilder text, String label, byte[] der) {
        text.append("-----BEGIN ").append(label).append("-----\n");
        text.append(ENCODER.encodeToString(der)).append('\n');
        text.append("-----END ").append(label).append("-----\n");
    }

    private static String text(Path file) throws IOException {
        if (Files.size(file) > MAX_FILE_OCTETS) {
            throw new TrustException(file + ": too large for a PEM file");
        }
        return Files.readString(file, StandardCharsets.ISO_8859_1);
    }

    private static List<Block> blocks(String source, String text) throws TrustException {
        // RFC 7468 2: parsers ignore text outside the encapsulation boundaries.
        Matcher matcher = BLOCK.matcher(text);
        List<Block> blocks = new ArrayList<>();
        while (matcher.find()) {
            try {
                blocks.add(new Block(matcher.group(1), Base64.getMimeDecoder().decode(matcher.group(2))));
            } catch (IllegalArgumentException e) {
                throw new TrustException(source + ": " + matcher.group(1) + " is not valid base64", e);
            }
        }
        return blocks;
    }

    private static X509Certificate certificate(String source, byte[] der) throws TrustException {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException e) {
            throw new TrustException(source + ": a certificate that can not be read", e);
        }
    }

    private static PrivateKey key(String source, byte[] pkcs8) throws TrustException {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(pkcs8);
        try {
            for (String algorithm : List.of("EC", "RSA", "EdDSA")) {
                try {
                    return KeyFactory.getInstance(algorithm).generatePrivate(spec);
                } catch (InvalidKeySpecException e) {
                    // Not a key of this algorithm: the next may fit.
                }
            }
        } catch (GeneralSecurityException e) {
            throw new TrustException(source + ": the private key can not be read", e);
        }
        throw new TrustException(source + ": not an EC, RSA or EdDSA private key");
    }
}
