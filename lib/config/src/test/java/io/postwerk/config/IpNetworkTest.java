package io.postwerk.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpNetworkTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "192.168.64.0/18, 192.168.127.255, true",
        "192.168.64.0/18, 192.168.128.0, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "127.0.0.1/32, 127.0.0.1, true",
        "127.0.0.1/32, 127.0.0.2, false",
        "fd00::/8, fdff::1, true",
        "fd00::/8, fe80::1, false",
        "::/0, 10.0.0.1, false",
        "0.0.0.0/0, ::1, false",
        "10.0.0.0/8, ::ffff:10.1.2.3, true",
    })
    void contains(String network, String address, boolean contained) {
        assertThat(IpNetwork.parse(network).contains(IpNetwork.address(address)))
                .isEqualTo(contained);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.1.0.0/16, true",
        "10.0.0.0/8, 10.0.0.0/8, true",
        "10.0.0.0/8, 10.0.0.0/7, false",
        "10.0.0.0/8, 11.0.0.0/16, false",
        "fc00::/7, fd00::/8, true",
    })
    void containsNetworks(String outer, String inner, boolean contained) {
        assertThat(IpNetwork.parse(outer).contains(IpNetwork.parse(inner))).isEqualTo(contained);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "10.0.0.0",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/08",
                "10.0.0.0/+8",
                "10.0.0.0/-1",
                "10.0.0/8",
                "10/8",
                "010.0.0.0/8",
                "10.0.0.1/8",
                "fd00::1/8",
                "fd00::/129",
                "::ffff:10.0.0.0/104",
                "fe80::1%eth0/128",
                "localhost/8",
                "10.0.0.0/8/8",
                " 10.0.0.0/8",
            })
    void refuses(String text) {
        assertThatThrownBy(() -> IpNetwork.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/8", "0.0.0.0/0", "192.0.2.255/32", "fd00:0:0:0:0:0:0:0/8"})
    void showsItself(String text) {
        assertThat(IpNetwork.parse(text)).hasToString(text).isEqualTo(IpNetwork.parse(text));
    }
}
