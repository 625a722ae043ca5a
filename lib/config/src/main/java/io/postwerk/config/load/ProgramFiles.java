package io.postwerk.config.load;

import io.postwerk.config.ConfigException;
import io.postwerk.config.ConfigFormat;
import io.postwerk.config.Program;
import io.postwerk.config.credentials.SidecarCredentials;
import io.postwerk.config.credentials.SmtpCredentials;
import io.postwerk.config.json.ConfigJson;
import io.postwerk.config.limits.MailboxLimits;
import io.postwerk.config.limits.SmtpLimits;
import io.postwerk.config.routing.RoutingBucket;
import io.postwerk.config.routing.RoutingCommon;
import io.postwerk.config.server.AuthSidecarConfig;
import io.postwerk.config.server.ImapServerConfig;
import io.postwerk.config.server.ServerConfig;
import io.postwerk.config.server.SmtpServerConfig;
import io.postwerk.config.users.MailboxRemovals;
import io.postwerk.config.users.UsersBucket;
import java.nio.file.Path;

/** What the files of a program's folder hold. */
public final class ProgramFiles {
    private ProgramFiles() {}

    /**
     * Reads {@code server.json}, as a program does once at its start.
     *
     * @param directory folder of the program's config files
     * @param type {@link SmtpServerConfig}, {@link ImapServerConfig} or {@link AuthSidecarConfig}
     * @throws ConfigException if it is missing, invalid, of another program or of another format version
     */
    public static <T extends Record & ServerConfig> T server(Path directory, Class<T> type) throws ConfigException {
        return ConfigJson.read(
                type, ConfigFormat.SERVER_FILE, ConfigFolder.at(directory).read(ConfigFormat.SERVER_FILE));
    }

    /**
     * A file with its secrets hidden, for showing.
     *
     * @param program the program whose file it is
     * @param file its name
     * @throws ConfigException if it is not what its name says
     */
    public static String redacted(Program program, String file, byte[] bytes) throws ConfigException {
        return ConfigJson.redacted(ConfigJson.read(type(program, file), file, bytes));
    }

    private static Class<? extends Record> type(Program program, String file) {
        return switch (file) {
            case ConfigFormat.INDEX_FILE -> ConfigIndex.class;
            case ConfigFormat.ROUTING_FILE -> RoutingCommon.class;
            case ConfigFormat.REMOVALS_FILE -> MailboxRemovals.class;
            case ConfigFormat.LIMITS_FILE -> program == Program.IMAP_SERVER ? MailboxLimits.class : SmtpLimits.class;
            case ConfigFormat.CREDENTIALS_FILE ->
                program == Program.AUTH_SIDECAR ? SidecarCredentials.class : SmtpCredentials.class;
            case ConfigFormat.SERVER_FILE ->
                switch (program) {
                    case SMTP_SERVER -> SmtpServerConfig.class;
                    case IMAP_SERVER -> ImapServerConfig.class;
                    case AUTH_SIDECAR -> AuthSidecarConfig.class;
                };
            default -> program == Program.AUTH_SIDECAR ? UsersBucket.class : RoutingBucket.class;
        };
    }
}
