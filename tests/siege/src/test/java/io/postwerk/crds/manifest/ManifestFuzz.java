package io.postwerk.crds.manifest;

import java.nio.charset.StandardCharsets;

/** Files of manifests. */
public final class ManifestFuzz {
    private ManifestFuzz() {}

    public static void fuzzerTestOneInput(byte[] octets) {
        ManifestReader.read("file.yaml", new String(octets, StandardCharsets.UTF_8));
    }
}
