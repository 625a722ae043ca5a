package io.postwerk.controlplane.node;

import io.postwerk.testkit.Generated;
import io.postwerk.testkit.Peers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Builds images from this checkout and brings them to the node. */
final class NodeImages {
    private final Path folder;
    private final Path containerd;

    /**
     * @param folder for archives on their way
     * @param containerd its socket
     */
    NodeImages(Path folder, Path containerd) {
        this.folder = folder;
        this.containerd = containerd;
    }

    /** Builds the image of a program that was packaged, or of {@code pause}, and imports it. */
    void build(String program) throws IOException {
        run(Generated.root().resolve("tests/images/build").toString(), program);
        Path archive = folder.resolve(program + ".tar");
        String image = "localhost/postwerk/" + program + ":test";
        run(
                Peers.program("buildah").toString(),
                "push",
                "--quiet",
                "--disable-compression",
                image,
                "oci-archive:" + archive + ":" + image);
        importArchive(archive);
        Files.delete(archive);
    }

    void importArchive(Path archive) throws IOException {
        ctr("import", archive.toString());
    }

    void tag(String image, String name) throws IOException {
        ctr("tag", "--force", image, name);
    }

    private void ctr(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Peers.program("ctr").toString(),
                "--address",
                containerd.toString(),
                "--namespace",
                "k8s.io",
                "images"));
        command.addAll(List.of(arguments));
        run(command.toArray(String[]::new));
    }

    private void run(String... command) throws IOException {
        Path log = folder.resolve("images.log");
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command)))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()));
        builder.environment()
                .putAll(Map.of(
                        "POSTWERK_IMAGE_ENGINE",
                        "buildah",
                        "CONTAINERS_CONF",
                        Generated.root().resolve("tests/images/containers.conf").toString()));
        Process process = builder.start();
        try {
            int status = process.waitFor();
            if (status != 0) {
                throw new IOException(String.join(" ", command) + " ended with status " + status + ":\n"
                        + Files.readString(log, StandardCharsets.UTF_8));
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
