package io.postwerk.sasl.client;

import io.postwerk.net.Connection;
import io.postwerk.net.NetClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Makes a connection to a socket of an authentication service. */
@FunctionalInterface
public interface Connector {

    Connection connect() throws IOException;

    /** The Unix socket at that path. */
    static Connector unix(NetClient net, Path socket) {
        return new Connector() {
            @Override
            public Connection connect() throws IOException {
                return net.connectUnix(socket, Duration.ofSeconds(5));
            }

            @Override
            public String toString() {
                return socket.toString();
            }
        };
    }
}
