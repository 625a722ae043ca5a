package io.postwerk.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A server edge and a client edge for a test. */
final class Edge implements AutoCloseable {

    static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** Answers each line with itself, until the peer ends the stream. */
    static final ConnectionHandler ECHO = connection -> {
        while (true) {
            connection.write(connection.readLine(1000, TIMEOUT));
            connection.write("\r\n");
            connection.flush();
        }
    };

    final NetServer server;
    final NetClient client;

    Edge(NetSettings settings) {
        server = NetServer.create(settings);
        client = NetClient.create(settings);
    }

    Edge() {
        this(NetSettings.defaults());
    }

    BoundListener listen(ConnectionHandler handler) throws IOException {
        return server.bind(settings("test"), handler);
    }

    static ListenerSettings settings(String name) {
        return ListenerSettings.of(name, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    Connection connect(BoundListener listener) throws IOException {
        return client.connect(address(listener), TIMEOUT, Optional.empty());
    }

    Connection connect(BoundListener listener, TlsContext tls) throws IOException {
        return client.connect(address(listener), TIMEOUT, Optional.of(tls));
    }

    /** A plain socket, for what our client would not do. */
    static Socket socket(BoundListener listener) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
        socket.setSoTimeout((int) TIMEOUT.toMillis());
        return socket;
    }

    static InetSocketAddress address(BoundListener listener) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.port());
    }

    static String line(Connection connection) throws IOException {
        return new String(connection.readLine(1000, TIMEOUT), StandardCharsets.ISO_8859_1);
    }

    static void say(Connection connection, String line) throws IOException {
        connection.write(line + "\r\n");
        connection.flush();
    }

    /** Waits for a condition that another thread brings about. */
    static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not in time: " + what);
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
