package io.postwerk.authsidecar;

import io.postwerk.authsidecar.login.LoginService;
import io.postwerk.authsidecar.login.LoginSession;
import io.postwerk.authsidecar.login.LoginSocket;
import io.postwerk.authsidecar.lookup.LookupSession;
import io.postwerk.authsidecar.lookup.UserLookup;
import io.postwerk.authsidecar.users.ConfiguredUsers;
import io.postwerk.config.AuthSocketsConfig;
import io.postwerk.net.BindAddress;
import io.postwerk.net.BindFailedException;
import io.postwerk.net.Connection;
import io.postwerk.net.ListenerSettings;
import io.postwerk.net.NetServer;
import io.postwerk.sasl.channel.LineChannel;
import io.postwerk.sasl.channel.LineSession;
import io.postwerk.sasl.wire.LineFramer;
import io.postwerk.sasl.wire.WireException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** Binds the sockets, and puts a session on each connection. */
final class Sockets {

    private static final Logger LOG = System.getLogger(Sockets.class.getName());

    private Sockets() {}

    static void bind(
            NetServer net,
            AuthSocketsConfig paths,
            LoginService logins,
            UserLookup lookups,
            ConfiguredUsers credentials)
            throws BindFailedException {
        String permissions = permissions(paths.mode());
        bind(
                net,
                "userdb",
                paths.userdb(),
                permissions,
                LineFramer.MAX_USERDB_LINE,
                channel -> new LookupSession(lookups, credentials, channel::send, channel::post));
        bindLogins(net, LoginSocket.INTERNAL, paths.internal(), permissions, logins);
        bindLogins(net, LoginSocket.COMMON, paths.auth(), permissions, logins);
    }

    private static void bindLogins(
            NetServer net, LoginSocket socket, String path, String permissions, LoginService logins)
            throws BindFailedException {
        bind(
                net,
                socket.name(),
                path,
                permissions,
                LineFramer.MAX_AUTH_LINE,
                channel -> new LoginSession(logins, socket, channel::send, channel::post));
    }

    private static void bind(
            NetServer net,
            String name,
            String path,
            String permissions,
            int maxLine,
            Function<LineChannel, LineSession> sessions)
            throws BindFailedException {
        var address = BindAddress.unix(Path.of(path), permissions);
        net.bind(ListenerSettings.of(name, List.of(address)), connection -> run(name, connection, maxLine, sessions));
    }

    private static void run(
            String name, Connection connection, int maxLine, Function<LineChannel, LineSession> sessions)
            throws IOException {
        var channel = new LineChannel(connection, new LineFramer(maxLine));
        try {
            channel.run(sessions.apply(channel));
        } catch (WireException e) {
            LOG.log(Level.WARNING, "A connection to {0} is dropped: {1}", name, e.getMessage());
        }
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
