package io.postwerk.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Locale;

/** One address of a listener, bound. */
sealed interface Binding extends AutoCloseable {

    /** As bound, in the JDK's types. */
    SocketAddress address();

    @Override
    void close();

    static Binding bind(Listener listener, BindAddress address, EventLoops loops) throws BindFailedException {
        return switch (address) {
            case BindAddress.Tcp tcp -> Tcp.bind(listener, tcp.address(), loops);
            case BindAddress.Unix unix -> Unix.bind(listener, unix, loops);
        };
    }

    private static ServerBootstrap bootstrap(Listener listener, EventLoops loops) {
        return new ServerBootstrap().group(loops.group()).childHandler(listener);
    }

    /** Why a bind failed, in words without an address. */
    static String reason(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        String lower = message.toLowerCase(Locale.ROOT);
        if (lower.contains("address already in use")) {
            return "address already in use";
        }
        if (lower.contains("permission denied")) {
            return "permission denied";
        }
        if (lower.contains("cannot assign requested address")) {
            return "this machine does not have that address";
        }
        return message;
    }

    /** A TCP port. */
    record Tcp(Channel channel) implements Binding {

        static Tcp bind(Listener listener, InetSocketAddress address, EventLoops loops) throws BindFailedException {
            String shown = shown(address);
            if (address.isUnresolved()) {
                throw new BindFailedException(listener.name(), shown, "there is no such host", null);
            }
            ChannelFuture bound = bootstrap(listener, loops)
                    .channel(loops.transport().tcpServer)
                    .bind(address)
                    .awaitUninterruptibly();
            if (!bound.isSuccess()) {
                throw new BindFailedException(listener.name(), shown, reason(bound.cause()), bound.cause());
            }
            return new Tcp(bound.channel());
        }

        private static String shown(InetSocketAddress address) {
            String host = address.getHostString();
            return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
        }

        @Override
        public SocketAddress address() {
            return channel.localAddress();
        }

        @Override
        public void close() {
            channel.close().awaitUninterruptibly();
        }
    }

    /** A Unix domain socket, which also is a file. */
    record Unix(Channel channel, UnixSocketFile file) implements Binding {

        static Unix bind(Listener listener, BindAddress.Unix address, EventLoops loops) throws BindFailedException {
            UnixSocketFile file = UnixSocketFile.prepare(listener.name(), address);
            ChannelFuture bound = bootstrap(listener, loops)
                    .channel(loops.transport().unixServer)
                    .bind(loops.transport().unix(file.temporary().toString()))
                    .awaitUninterruptibly();
            if (!bound.isSuccess()) {
                throw file.failed(reason(bound.cause()), bound.cause());
            }
            try {
                file.publish();
            } catch (BindFailedException e) {
                bound.channel().close().awaitUninterruptibly();
                throw e;
            }
            return new Unix(bound.channel(), file);
        }

        @Override
        public SocketAddress address() {
            return file.address();
        }

        @Override
        public void close() {
            file.remove();
            channel.close().awaitUninterruptibly();
        }
    }
}
