package io.postwerk.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerListenersTest {
    private static InetSocketAddress at(String address) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByName(address), 2143);
    }

    @Test
    void withoutItOnlyIpv4RemainsIfThereIsAny() throws UnknownHostException {
        assertThat(ServerListeners.withoutIpv6(List.of(at("127.0.0.1"), at("::1"))))
                .containsExactly(at("127.0.0.1"));
        assertThat(ServerListeners.withoutIpv6(List.of(at("::1")))).containsExactly(at("::1"));
        assertThat(ServerListeners.withoutIpv6(List.of(at("127.0.0.1")))).containsExactly(at("127.0.0.1"));
    }
}
