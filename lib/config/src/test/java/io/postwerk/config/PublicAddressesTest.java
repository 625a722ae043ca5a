package io.postwerk.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.config.routing.NextHop;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.1.2.3",
                "100.127.255.255",
                "127.0.0.1",
                "169.254.169.254",
                "172.31.0.1",
                "192.168.0.1",
                "192.0.0.8",
                "198.19.0.1",
                "0.0.0.0",
                "239.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "fc00::1",
                "fdff::1",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "::ffff:10.1.2.3",
                "::10.1.2.3",
                "64:ff9b::a01:203",
                "64:ff9b:1::1",
                "2002:a01:203::1",
                "2001:0:1::1",
                "100::1"
            })
    void arePrivate(String address) {
        assertThat(PublicAddresses.contains(InetAddress.ofLiteral(address))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "9.255.255.255",
                "11.0.0.0",
                "100.63.255.255",
                "100.128.0.0",
                "172.32.0.1",
                "192.0.2.1",
                "198.20.0.1",
                "203.0.113.1",
                "223.255.255.255",
                "2001:db8::1",
                "2606:4700::1111",
                "2a00::1",
                "::ffff:1.1.1.1"
            })
    void arePublic(String address) {
        assertThat(PublicAddresses.contains(InetAddress.ofLiteral(address))).isTrue();
    }

    @Test
    void aNextHopIsWhereItMayBe() {
        InetAddress inside = InetAddress.ofLiteral("10.1.2.3");
        InetAddress outside = InetAddress.ofLiteral("192.0.2.1");
        NextHop anywhere = new NextHop("a", 25, NextHop.Tls.OPPORTUNISTIC, Optional.empty());
        NextHop limited = new NextHop("a", 25, NextHop.Tls.OPPORTUNISTIC, Optional.empty(), Optional.of(List.of()));
        NextHop allowed = new NextHop(
                "a",
                25,
                NextHop.Tls.OPPORTUNISTIC,
                Optional.empty(),
                Optional.of(List.of(IpNetwork.parse("10.1.0.0/16"))));
        assertThat(anywhere.mayBeAt(inside)).isTrue();
        assertThat(limited.mayBeAt(inside)).isFalse();
        assertThat(limited.mayBeAt(outside)).isTrue();
        assertThat(allowed.mayBeAt(inside)).isTrue();
        assertThat(allowed.mayBeAt(InetAddress.ofLiteral("10.2.0.1"))).isFalse();
        assertThat(allowed.mayBeAt(outside)).isTrue();
    }
}
