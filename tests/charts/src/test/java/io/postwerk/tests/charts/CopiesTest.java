package io.postwerk.tests.charts;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.testkit.Generated;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is committed twice is the same everywhere: the CRDs in crds/, in the chart and in install.yaml. */
class CopiesTest {
    private static final Generated GENERATED = Generated.by("tests/charts");

    /** In this order: the chart has nothing from outside its folder, and install.yaml is made from the chart. */
    @Test
    void chartAndInstallManifestAreInSync() throws IOException {
        Map<String, byte[]> crds = crds();
        GENERATED.checkFolder("charts/postwerk/files/crds", crds);
        List<String> rendered = Chart.postwerk().documents();
        assertThat(crds.keySet().stream()
                        .filter(name -> !rendered.contains(new String(crds.get(name), StandardCharsets.UTF_8))))
                .as("CRDs that the chart does not render byte by byte")
                .isEmpty();
        GENERATED.check("install.yaml", InstallManifest.text());
    }

    @Test
    void chartLeavesCrdsOutOnRequest() {
        assertThat(Chart.postwerk().with("crds", Map.of("install", false)).render())
                .doesNotContain("kind: CustomResourceDefinition");
    }

    /** Neither a Helm release nor a part of one. */
    @Test
    void installManifestNamesNoHelmRelease() {
        assertThat(InstallManifest.text()).doesNotContain("managed-by: Helm", "helm.sh/chart", "# Source: ");
    }

    private static Map<String, byte[]> crds() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> folder = Files.list(Generated.root().resolve("crds"))) {
            folder.filter(file -> file.toString().endsWith(".yaml"))
                    .forEach(file -> files.put(file.getFileName().toString(), bytes(file)));
        }
        assertThat(files).isNotEmpty();
        return files;
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
