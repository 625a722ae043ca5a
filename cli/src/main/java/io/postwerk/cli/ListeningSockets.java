package io.postwerk.cli;

import io.postwerk.config.ConfigException;
import io.postwerk.config.ConfigFormat;
import io.postwerk.config.Program;
import io.postwerk.config.json.ConfigJson;
import io.postwerk.config.server.AuthSidecarConfig;
import io.postwerk.config.server.ImapServerConfig;
import io.postwerk.config.server.ListenerConfig;
import io.postwerk.config.server.ServerConfig;
import io.postwerk.config.server.SmtpServerConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The TCP listeners of the config files in force. */
final class ListeningSockets {
    private final List<ListenerConfig> mail = new ArrayList<>();
    private final List<PortCheck.Wanted> other = new ArrayList<>();

    private ListeningSockets() {}

    /** @throws CliException when the files cannot be read */
    static ListeningSockets of(DataFolder data) throws CliException {
        ListeningSockets sockets = new ListeningSockets();
        SmtpServerConfig smtp = read(data, Program.SMTP_SERVER, SmtpServerConfig.class);
        ImapServerConfig imap = read(data, Program.IMAP_SERVER, ImapServerConfig.class);
        AuthSidecarConfig auth = read(data, Program.AUTH_SIDECAR, AuthSidecarConfig.class);
        sockets.mail.addAll(smtp.listeners());
        sockets.mail.addAll(imap.listeners());
        for (AuthSidecarConfig.TcpListener listener : auth.sockets().tcp()) {
            sockets.other("spec.auth.sockets.tcp", listener.address(), listener.port());
        }
        sockets.management(Program.SMTP_SERVER, smtp.management());
        sockets.management(Program.IMAP_SERVER, imap.management());
        sockets.management(Program.AUTH_SIDECAR, auth.management());
        return sockets;
    }

    private void management(Program program, ServerConfig.Management management) {
        other("management of " + program.folder(), management.address(), management.port());
    }

    private void other(String listener, String address, int port) {
        other.add(new PortCheck.Wanted(listener, new InetSocketAddress(address, port)));
    }

    /** The mail listeners, that of LMTP included. */
    List<ListenerConfig> mail() {
        return mail;
    }

    /** Every listener, those of management included, for the check that its port is free. */
    List<PortCheck.Wanted> wanted() {
        List<PortCheck.Wanted> wanted = new ArrayList<>();
        for (ListenerConfig listener : mail) {
            for (InetSocketAddress address : listener.socketAddresses()) {
                wanted.add(new PortCheck.Wanted("listener " + listener.name(), address));
            }
        }
        wanted.addAll(other);
        return wanted;
    }

    private static <T extends Record> T read(DataFolder data, Program program, Class<T> type) throws CliException {
        Path file = data.config(program).resolve(ConfigFormat.SERVER_FILE);
        try {
            return ConfigJson.read(type, file.toString(), Files.readAllBytes(file));
        } catch (ConfigException | IOException e) {
            throw new CliException("the config files in force cannot be read: " + e.getMessage(), e);
        }
    }
}
