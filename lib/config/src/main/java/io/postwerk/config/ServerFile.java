package io.postwerk.config;

import java.nio.file.Path;

/** Reads a program's {@code server.json} once, at its start. */
public final class ServerFile {
    private ServerFile() {}

    /**
     * Reads {@code server.json}.
     *
     * @param directory folder of the program's config files
     * @param type {@link SmtpServerConfig}, {@link ImapServerConfig} or {@link AuthSidecarConfig}
     * @throws ConfigException if it is missing, invalid, of another program or of another format version
     */
    public static <T extends Record & ServerConfig> T read(Path directory, Class<T> type) throws ConfigException {
        return ConfigJson.read(
                type, ConfigFormat.SERVER_FILE, ConfigFolder.at(directory).read(ConfigFormat.SERVER_FILE));
    }
}
