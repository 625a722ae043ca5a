package io.postwerk.net;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerDomainSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.concurrent.ThreadFactory;

/**
 * The implementation of sockets: epoll where it is available, otherwise the JDK's NIO. Both support TCP and Unix
 * sockets.
 */
enum SocketTransport {
    EPOLL(
            EpollServerSocketChannel.class,
            EpollSocketChannel.class,
            EpollServerDomainSocketChannel.class,
            EpollDomainSocketChannel.class),
    NIO(
            NioServerSocketChannel.class,
            NioSocketChannel.class,
            NioServerDomainSocketChannel.class,
            NioDomainSocketChannel.class);

    final Class<? extends ServerChannel> tcpServer;
    final Class<? extends Channel> tcpClient;
    final Class<? extends ServerChannel> unixServer;
    final Class<? extends Channel> unixClient;

    SocketTransport(
            Class<? extends ServerChannel> tcpServer,
            Class<? extends Channel> tcpClient,
            Class<? extends ServerChannel> unixServer,
            Class<? extends Channel> unixClient) {
        this.tcpServer = tcpServer;
        this.tcpClient = tcpClient;
        this.unixServer = unixServer;
        this.unixClient = unixClient;
    }

    static SocketTransport best(boolean nativeAllowed) {
        return nativeAllowed && Epoll.isAvailable() ? EPOLL : NIO;
    }

    EventLoopGroup newGroup(int threads) {
        ThreadFactory factory = new DefaultThreadFactory("net", true);
        return switch (this) {
            case EPOLL -> new EpollEventLoopGroup(threads, factory);
            case NIO -> new NioEventLoopGroup(threads, factory);
        };
    }

    /** The address of a Unix socket in this transport's own type. */
    SocketAddress unix(String path) {
        return switch (this) {
            case EPOLL -> new DomainSocketAddress(path);
            case NIO -> UnixDomainSocketAddress.of(path);
        };
    }

    /** An address of a channel in the JDK's types. */
    SocketAddress toJdk(SocketAddress address) {
        return switch (address) {
            case DomainSocketAddress unix -> UnixDomainSocketAddress.of(unix.path());
            case null -> UnixDomainSocketAddress.of(""); // The unnamed end of a Unix socket.
            default -> address;
        };
    }
}
