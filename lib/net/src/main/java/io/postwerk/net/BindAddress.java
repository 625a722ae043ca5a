package io.postwerk.net;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** Where a listener listens. */
public sealed interface BindAddress {

    static BindAddress tcp(String host, int port) {
        return new Tcp(new InetSocketAddress(host, port));
    }

    static BindAddress unix(Path path, String permissions) {
        return new Unix(path, PosixFilePermissions.fromString(permissions), Optional.empty());
    }

    /**
     * A TCP address. Port 0 takes any free one. Linux takes IPv4 too at {@code ::}; given both {@code 0.0.0.0} and {@code
     * ::} with one port, a listener binds them as one socket.
     */
    record Tcp(InetSocketAddress address) implements BindAddress {}

    /**
     * A Unix domain socket. It is bound under another name and renamed once its permissions are set, so it never
     * exists without them. A stale socket is replaced.
     *
     * @param path at most {@value #MAX_PATH_OCTETS} octets
     * @param permissions mode of the file; write permission allows a client to connect
     * @param group a group's name, or empty to leave it
     */
    record Unix(Path path, Set<PosixFilePermission> permissions, Optional<String> group) implements BindAddress {
        /** {@code sun_path} has 108 octets (unix(7)). The JDK leaves two of them free; one is the mark of the temporary name. */
        public static final int MAX_PATH_OCTETS = 105;

        public Unix {
            permissions = Set.copyOf(permissions);
        }
    }
}
