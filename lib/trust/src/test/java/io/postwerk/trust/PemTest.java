package io.postwerk.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PEM files (RFC 7468 2), written by us and by OpenSSL. */
class PemTest {

    @TempDir
    Path directory;

    /** RFC 5915 3, RFC 8017 A.1, RFC 5958 2. */
    @ParameterizedTest
    @CsvSource({"ec-sec1, ec-pkcs8", "ec384-sec1, ec384-pkcs8", "rsa-pkcs1, rsa-pkcs8"})
    void olderKeyFormsAreTheSameKeys(String older, String pkcs8) throws Exception {
        assertThat(secret(Pem.readKey(resource(older + ".pem"))))
                .isEqualTo(secret(Pem.readKey(resource(pkcs8 + ".pem"))));
    }

    private static BigInteger secret(PrivateKey key) {
        return key instanceof ECPrivateKey ec ? ec.getS() : ((RSAPrivateKey) key).getPrivateExponent();
    }

    @Test
    void ed25519KeysAreRead() throws Exception {
        assertThat(Pem.readKey(resource("ed25519-pkcs8.pem")).getAlgorithm()).isEqualTo("EdDSA");
    }

    @Test
    void anEncryptedKeyIsNamedAsSuch() {
        assertThatThrownBy(() -> Pem.readKey(resource("ec-encrypted.pem")))
                .isInstanceOf(TrustException.class)
                .hasMessageContaining("ec-encrypted.pem")
                .hasMessageContaining("encrypted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no PEM at all",
                "-----BEGIN PRIVATE KEY-----\nAAAA",
                "-----BEGIN PRIVATE KEY-----\nA\n-----END PRIVATE KEY-----\n",
                "-----BEGIN EC PRIVATE KEY-----\nMAMCAQE=\n-----END EC PRIVATE KEY-----\n",
                "-----BEGIN CERTIFICATE-----\nMAMCAQE=\n-----END CERTIFICATE-----\n"
            })
    void whatIsNotPemIsRefusedWithTheFileName(String text) throws Exception {
        Path file = Files.writeString(directory.resolve("broken.pem"), text);
        assertThatThrownBy(() -> Pem.readKey(file))
                .isInstanceOf(TrustException.class)
                .hasMessageContaining("broken.pem");
        assertThatThrownBy(() -> Pem.readCertificates(file))
                .isInstanceOf(TrustException.class)
                .hasMessageContaining("broken.pem");
    }

    @Test
    void whatIsWrittenIsReadAgain() throws Exception {
        IssuedCertificate issued = CertificateAuthority.create("Test CA", Clock.systemUTC())
                .issue(CertificateRequest.server("mx", List.of("mx.example.org"), Duration.ofDays(1)));
        Path certificate = directory.resolve("below/tls.crt");
        Path key = directory.resolve("below/tls.key");

        issued.write(certificate, key);

        assertThat(Pem.readCertificates(certificate)).isEqualTo(issued.chain());
        assertThat(Pem.readKey(key)).isEqualTo(issued.key());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(certificate)))
                .isEqualTo("rw-r--r--");
        try (var files = Files.list(directory.resolve("below"))) {
            assertThat(files).containsExactlyInAnyOrder(certificate, key);
        }
    }

    @Test
    void damagedFilesNeverFailOtherwise() throws Exception {
        Random random = new Random(42);
        for (String name : List.of("ec-sec1.pem", "rsa-pkcs1.pem", "ec384-pkcs8.pem")) {
            byte[] original = Files.readAllBytes(resource(name));
            for (int i = 0; i < 300; i++) {
                byte[] damaged = original.clone();
                for (int n = random.nextInt(1, 4); n > 0; n--) {
                    damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(32, 127);
                }
                Path file = Files.write(directory.resolve("damaged.pem"), damaged);
                try {
                    Pem.readKey(file);
                } catch (TrustException e) {
                    assertThat(e).hasMessageContaining("damaged.pem");
                }
            }
        }
    }

    private static Path resource(String name) throws IOException {
        return Path.of("src/test/resources/io/postwerk/trust", name);
    }
}
