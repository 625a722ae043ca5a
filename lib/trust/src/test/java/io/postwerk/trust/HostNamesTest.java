package io.postwerk.trust;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Matching of host names (RFC 9525 6.3) and their one form. */
class HostNamesTest {

    @ParameterizedTest
    @CsvSource({
        "mx.example.org, mx.example.org, true",
        "mx.example.org, mx2.example.org, false",
        "*.example.org, mx.example.org, true",
        "*.example.org, a.mx.example.org, false",
        "*.example.org, example.org, false",
        "*.example.org, .example.org, false",
        "*.0.0.1, 127.0.0.1, false",
        "m*.example.org, mx.example.org, false",
        "127.0.0.1, 127.0.0.1, true",
    })
    void wildcardsStandForOneWholeLabel(String pattern, String host, boolean matches) {
        assertThat(HostNames.matches(pattern, host)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({"Mx.Example.ORG, mx.example.org", "::1, 0:0:0:0:0:0:0:1", "bücher.example, xn--bcher-kva.example"})
    void equalHostsAreEqualStrings(String host, String canonical) {
        assertThat(HostNames.canonical(host)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2.3", "123", "example.org", "1.2.3.256", "1:2", "", "*.1.2.3.4"})
    void whatOnlyLooksLikeAnAddressIsNone(String host) {
        assertThat(HostNames.isAddress(host)).isFalse();
    }
}
