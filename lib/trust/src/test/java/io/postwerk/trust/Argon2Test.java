package io.postwerk.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Argon2 (RFC 9106) against the implementation of others, over the shapes that a hash can have. */
class Argon2Test {

    private static final byte[] SALT = "sixteen octets !".getBytes(StandardCharsets.US_ASCII);

    @ParameterizedTest
    @CsvSource({
        "8, 1, 1, 32",
        "8, 2, 1, 16",
        "33, 3, 1, 64",
        "64, 1, 4, 32",
        "257, 2, 3, 100",
        "1024, 3, 1, 32",
        "1030, 2, 8, 65",
        "4096, 1, 2, 20",
    })
    void agreesWithOthers(int memory, int passes, int lanes, int length) {
        for (Argon2.Type type : Argon2.Type.values()) {
            byte[] password = ("password " + memory).getBytes(StandardCharsets.UTF_8);
            var parameters = new Argon2Parameters.Builder(
                            type == Argon2.Type.ID ? Argon2Parameters.ARGON2_id : Argon2Parameters.ARGON2_i)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withMemoryAsKB(memory)
                    .withIterations(passes)
                    .withParallelism(lanes)
                    .withSalt(SALT)
                    .build();
            var generator = new Argon2BytesGenerator();
            generator.init(parameters);
            byte[] expected = new byte[length];
            generator.generateBytes(password, expected);
            assertThat(Argon2.hash(type, password, SALT, new Argon2.Cost(memory, passes, lanes), length))
                    .isEqualTo(expected);
        }
    }

    @Test
    void refusesParametersThatMakeNoSense() {
        assertThatThrownBy(() -> new Argon2.Cost(7, 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Argon2.Cost(64, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Argon2.Cost(64, 1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
