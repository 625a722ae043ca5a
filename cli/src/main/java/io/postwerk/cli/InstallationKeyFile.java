package io.postwerk.cli;

import io.postwerk.trust.InstallationKey;
import java.util.HexFormat;
import java.util.Map;

/** The file with this installation's key. */
final class InstallationKeyFile {
    private static final String NAME = "key";

    private InstallationKeyFile() {}

    /** Reads the key; the first call creates it. */
    static InstallationKey keep(DataFolder data) throws CliException {
        StateFile file = new StateFile(data, "installation-key.json");
        Map<String, String> content = file.read();
        if (!content.containsKey(NAME)) {
            content.put(
                    NAME, HexFormat.of().formatHex(InstallationKey.generate().octets()));
            file.write(content);
        }
        return InstallationKey.of(HexFormat.of().parseHex(content.get(NAME)));
    }
}
