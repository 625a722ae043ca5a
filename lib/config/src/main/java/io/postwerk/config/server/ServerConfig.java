package io.postwerk.config.server;

/** What every program's {@code server.json} has. */
public sealed interface ServerConfig permits SmtpServerConfig, ImapServerConfig, AuthSidecarConfig {
    /** Version of the format of the file. */
    int formatVersion();

    /** HTTP listener for health, metrics and {@code /revision}. */
    ManagementConfig management();
}
