package io.postwerk.config;

/** Names and versions that both sides of the contract share. */
public final class ConfigFormat {
    /** Version of the format of every config file; a file of another version is refused. */
    public static final int VERSION = 1;

    /** Environment variable that tells a program the folder of its config files. */
    public static final String DIRECTORY_VARIABLE = "POSTWERK_CONFIG";

    /** Static configuration of a program. */
    public static final String SERVER_FILE = "server.json";

    /** Secrets towards others. */
    public static final String CREDENTIALS_FILE = "credentials.json";

    /** Dynamic settings of smtp-server that belong to no bucket. */
    public static final String ROUTING_FILE = "routing.json";

    /** Mailboxes that imap-server removes for good. */
    public static final String REMOVALS_FILE = "removals.json";

    /** What the clients of a server may take. */
    public static final String LIMITS_FILE = "limits.json";

    /** Hashes of the other files, and the sequence number. */
    public static final String INDEX_FILE = "index.json";

    private ConfigFormat() {}
}
