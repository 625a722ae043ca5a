package io.postwerk.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** What is derived from an installation's key. */
class InstallationKeyTest {
    private final InstallationKey key = InstallationKey.of(new byte[InstallationKey.OCTETS]);

    @Test
    void derivesTheSameForEver() {
        // printf 'salt\0a' | openssl dgst -sha256 -mac HMAC -macopt hexkey:00...00
        assertThat(HexFormat.of().formatHex(key.derive("salt", "a")))
                .isEqualTo("d6de6296054a0f4312e31bd2bf0548b284b6f421af5505e6f2ff7bb609cc0bac");
        assertThat(key.salt("a")).hasSize(16).isEqualTo(java.util.Arrays.copyOf(key.derive("salt", "a"), 16));
        assertThat(key.salt("b")).isNotEqualTo(key.salt("a"));
    }

    @Test
    void comesBackFromItsOctets() {
        InstallationKey fresh = InstallationKey.generate();
        assertThat(InstallationKey.of(fresh.octets()).salt("a")).isEqualTo(fresh.salt("a"));
        assertThat(InstallationKey.generate().salt("a")).isNotEqualTo(fresh.salt("a"));
        assertThat(fresh.toString()).isEqualTo("installation key");
    }

    @Test
    void isOfOneLength() {
        assertThatThrownBy(() -> InstallationKey.of(new byte[31])).isInstanceOf(IllegalArgumentException.class);
    }
}
