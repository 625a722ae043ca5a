package io.postwerk.config;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;

/** The programs that are configured by files, and the files that each of them has. */
public enum Program {
    /** Receives, queues and relays mail. */
    @JsonProperty("smtp-server")
    SMTP_SERVER("smtp-server", 9001),
    /** Keeps the mailboxes. */
    @JsonProperty("imap-server")
    IMAP_SERVER("imap-server", 9002),
    /** Logs users in and looks them up. */
    @JsonProperty("auth-sidecar")
    AUTH_SIDECAR("auth-sidecar", 9003);

    private final String folder;
    private final int managementPort;

    Program(String folder, int managementPort) {
        this.folder = folder;
        this.managementPort = managementPort;
    }

    /** Name of the program and of the folder with its config files, as in {@code smtp-server}. */
    public String folder() {
        return folder;
    }

    /** Default TCP port for health, metrics and {@code /revision}. */
    public int managementPort() {
        return managementPort;
    }

    /** Every file of a complete set but the index, sorted. */
    public List<String> files() {
        List<String> files = new ArrayList<>();
        files.add(ConfigFormat.SERVER_FILE);
        switch (this) {
            case SMTP_SERVER -> {
                files.add(ConfigFormat.CREDENTIALS_FILE);
                files.add(ConfigFormat.LIMITS_FILE);
                files.add(ConfigFormat.ROUTING_FILE);
                Buckets.all().forEach(b -> files.add(Buckets.routingFile(b)));
            }
            case IMAP_SERVER -> {
                files.add(ConfigFormat.LIMITS_FILE);
                files.add(ConfigFormat.REMOVALS_FILE);
            }
            case AUTH_SIDECAR -> {
                files.add(ConfigFormat.CREDENTIALS_FILE);
                Buckets.all().forEach(b -> files.add(Buckets.usersFile(b)));
            }
        }
        files.sort(null);
        return List.copyOf(files);
    }
}
