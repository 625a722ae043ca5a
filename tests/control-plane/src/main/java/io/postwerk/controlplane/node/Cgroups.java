package io.postwerk.controlplane.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The cgroups that everything of the node is in: one of each controller (version 1), or the one (version 2). */
final class Cgroups {
    static final String NAME = "postwerk-node";

    private static final Path ROOT = Path.of("/sys/fs/cgroup");

    private Cgroups() {}

    /** Whether this process may make cgroups. */
    static boolean usable() {
        return Files.isWritable(ROOT.resolve("memory")) || Files.isWritable(ROOT.resolve("cgroup.subtree_control"));
    }

    /** Removes what this node, or one before it that was killed, has left: empty ones. */
    static void remove() throws IOException {
        List<Path> homes;
        try (Stream<Path> controllers = Files.list(ROOT)) {
            homes = Stream.concat(Stream.of(ROOT), controllers)
                    .map(controller -> controller.resolve(NAME))
                    .filter(Files::isDirectory)
                    .toList();
        }
        for (Path home : homes) {
            try (Stream<Path> groups = Files.walk(home)) {
                for (Path group : groups.filter(Files::isDirectory)
                        .sorted(Comparator.reverseOrder())
                        .toList()) {
                    Files.delete(group);
                }
            }
        }
    }
}
