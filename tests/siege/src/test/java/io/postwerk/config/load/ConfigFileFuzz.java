package io.postwerk.config.load;

import io.postwerk.config.ConfigException;
import io.postwerk.config.ConfigFormat;
import io.postwerk.config.Program;
import java.util.List;

/** Config files of every kind, read strictly. */
public final class ConfigFileFuzz {
    private static final List<String> FILES = List.of(
            ConfigFormat.SERVER_FILE,
            ConfigFormat.INDEX_FILE,
            ConfigFormat.ROUTING_FILE,
            ConfigFormat.REMOVALS_FILE,
            ConfigFormat.CREDENTIALS_FILE,
            "bucket-00.json");

    private ConfigFileFuzz() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        for (Program program : Program.values()) {
            for (String file : FILES) {
                try {
                    ProgramFiles.redacted(program, file, octets);
                } catch (ConfigException e) {
                    // refused, with a reason
                }
            }
        }
    }
}
