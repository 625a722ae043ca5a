package io.postwerk.controlplane.node;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The cgroups of the node's processes: one for each controller (version 1), or a single one (version 2). */
final class Cgroups {
    static final String NAME = "postwerk-node";

    private static final Path ROOT = Path.of("/sys/fs/cgroup");

    private static final int ATTEMPTS = 200;
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Cgroups() {}

    /** Whether this process may make cgroups. */
    static boolean usable() {
        return Files.isWritable(ROOT.resolve("memory")) || Files.isWritable(ROOT.resolve("cgroup.subtree_control"));
    }

    /** Removes the empty cgroups of this node, and of an earlier one that was killed. */
    static void remove() throws IOException {
        remove(ROOT.resolve(NAME));
        for (Path controller : children(ROOT)) remove(controller.resolve(NAME));
    }

    private static void remove(Path group) throws IOException {
        for (Path child : children(group)) remove(child);
        for (int attempt = 1; ; attempt++) {
            try {
                Files.deleteIfExists(group);
                return;
            } catch (FileSystemException e) {
                // A process that was killed a moment ago is in its cgroup until the kernel has removed it.
                if (attempt == ATTEMPTS) throw e;
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
    }

    /** Groups only: the files in a group come and go with it. */
    private static List<Path> children(Path group) {
        File[] found = group.toFile().listFiles(File::isDirectory);
        return found == null ? List.of() : Stream.of(found).map(File::toPath).toList();
    }
}
