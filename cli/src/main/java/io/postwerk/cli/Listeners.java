package io.postwerk.cli;

import io.postwerk.config.ConfigException;
import io.postwerk.config.ConfigFormat;
import io.postwerk.config.Program;
import io.postwerk.config.json.ConfigJson;
import io.postwerk.config.server.AuthSidecarConfig;
import io.postwerk.config.server.ImapServerConfig;
import io.postwerk.config.server.ListenerConfig;
import io.postwerk.config.server.SmtpServerConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The sockets that the config files in force ask for. */
final class Listeners {
    private final List<ListenerConfig> mail = new ArrayList<>();

    private final List<AuthSidecarConfig.TcpListener> logins = new ArrayList<>();

    private Listeners() {}

    /** @throws CliException when the files cannot be read */
    static Listeners of(DataFolder data) throws CliException {
        Listeners listeners = new Listeners();
        listeners.mail.addAll(
                read(data, Program.SMTP_SERVER, SmtpServerConfig.class).listeners());
        listeners.mail.addAll(
                read(data, Program.IMAP_SERVER, ImapServerConfig.class).listeners());
        listeners.logins.addAll(read(data, Program.AUTH_SIDECAR, AuthSidecarConfig.class)
                .sockets()
                .tcp());
        return listeners;
    }

    /** Those of mail, LMTP among them. */
    List<ListenerConfig> mail() {
        return mail;
    }

    /** All of them, management too, as a check for taken ports wants them. */
    List<Ports.Wanted> wanted() {
        List<Ports.Wanted> wanted = new ArrayList<>();
        for (ListenerConfig listener : mail) {
            for (InetSocketAddress address : listener.socketAddresses()) {
                wanted.add(new Ports.Wanted("listener " + listener.name(), address));
            }
        }
        for (AuthSidecarConfig.TcpListener listener : logins) {
            wanted.add(new Ports.Wanted(
                    "spec.auth.sockets.tcp", new InetSocketAddress(listener.address(), listener.port())));
        }
        for (Program program : Program.values()) {
            wanted.add(new Ports.Wanted(
                    "management of " + program.folder(),
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), program.managementPort())));
        }
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
