package io.postwerk.authsidecar;

import io.postwerk.authsidecar.login.AuthSession;
import io.postwerk.authsidecar.login.LoginService;
import io.postwerk.authsidecar.login.LoginSocket;
import io.postwerk.authsidecar.lookup.UserdbService;
import io.postwerk.authsidecar.lookup.UserdbSession;
import io.postwerk.config.server.AuthSidecarConfig;
import io.postwerk.net.BindAddress;
import io.postwerk.net.BindFailedException;
import io.postwerk.net.ListenerSettings;
import io.postwerk.net.LoopConnection;
import io.postwerk.net.NetServer;
import io.postwerk.sasl.channel.LineSession;
import io.postwerk.sasl.channel.LoopLines;
import io.postwerk.sasl.wire.LineFramer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Binds the sockets, and puts a session on each connection. */
final class Sockets {

    private static final Logger LOG = System.getLogger(Sockets.class.getName());

    private final NetServer net;
    private final AuthSidecarConfig.Sockets config;
    private final LoginService logins;
    private final UserdbService lookups;

    private Sockets(NetServer net, AuthSidecarConfig.Sockets config, LoginService logins, UserdbService lookups) {
        this.net = net;
        this.config = config;
        this.logins = logins;
        this.lookups = lookups;
    }

    static void bind(NetServer net, AuthSidecarConfig.Sockets config, LoginService logins, UserdbService lookups)
            throws BindFailedException {
        new Sockets(net, config, logins, lookups).bind();
    }

    private void bind() throws BindFailedException {
        bindLookups(addresses(config.userdb(), AuthSidecarConfig.TcpService.USERDB));
        bindLogins(LoginSocket.INTERNAL, List.of(unix(config.internal())));
        bindLogins(LoginSocket.COMMON, addresses(config.auth(), AuthSidecarConfig.TcpService.AUTH));
    }

    private List<BindAddress> addresses(String path, AuthSidecarConfig.TcpService service) {
        var addresses = new ArrayList<BindAddress>();
        addresses.add(unix(path));
        for (AuthSidecarConfig.TcpListener listener : config.tcp()) {
            if (listener.service() == service) {
                addresses.add(BindAddress.tcp(listener.address(), listener.port()));
            }
        }
        return addresses;
    }

    private BindAddress unix(String path) {
        return new BindAddress.Unix(
                Path.of(path), PosixFilePermissions.fromString(permissions(config.mode())), config.group());
    }

    private void bindLookups(List<BindAddress> addresses) throws BindFailedException {
        bind(
                "userdb",
                addresses,
                LineFramer.MAX_USERDB_LINE,
                at -> new UserdbSession(lookups, logins.finished(), message -> at.write(message.octets()), at::post));
    }

    private void bindLogins(LoginSocket socket, List<BindAddress> addresses) throws BindFailedException {
        bind(
                socket.name(),
                addresses,
                LineFramer.MAX_AUTH_LINE,
                at -> new AuthSession(logins, socket, message -> at.write(message.octets()), at::post));
    }

    private void bind(
            String name, List<BindAddress> addresses, int maxLine, Function<LoopConnection, LineSession> sessions)
            throws BindFailedException {
        net.bindOnLoop(
                ListenerSettings.of(name, addresses),
                LoopLines.of(
                        maxLine,
                        sessions,
                        broken -> LOG.log(
                                Level.WARNING, "A connection to {0} is dropped: {1}", name, broken.getMessage())));
    }

    /** {@code 0660} as {@code rw-rw----}. */
    static String permissions(String octal) {
        int bits = Integer.parseInt(octal, 8) & 0777;
        var text = new StringBuilder("rwxrwxrwx");
        for (int i = 0; i < text.length(); i++) {
            if ((bits >> (text.length() - 1 - i) & 1) == 0) {
                text.setCharAt(i, '-');
            }
        }
        return text.toString();
    }
}
