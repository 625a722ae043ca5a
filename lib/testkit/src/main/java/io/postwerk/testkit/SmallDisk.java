package io.postwerk.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * A file system of its own that is soon full: a tmpfs, which only root can mount. Elsewhere the test is skipped and says
 * so, or fails where peers are required ({@link Peers}).
 */
public final class SmallDisk implements AutoCloseable {
    private final Path mount;
    private final Path filler;

    private SmallDisk(Path mount) {
        this.mount = mount;
        this.filler = mount.resolve("filler");
    }

    /**
     * Mounts one.
     *
     * @param mount an empty folder
     */
    public static SmallDisk mount(Path mount, int mebibytes) throws IOException {
        if (run("mount", "-t", "tmpfs", "-o", "size=" + mebibytes + "m", "tmpfs", mount.toString()) != 0) {
            Peers.missing("a small disk can be mounted by root only");
        }
        return new SmallDisk(mount);
    }

    public Path path() {
        return mount;
    }

    /** Fills the disk and leaves only this much free. */
    public void fill(int mebibytesLeft) throws IOException {
        byte[] mebibyte = new byte[1 << 20];
        long free = mount.toFile().getUsableSpace() - ((long) mebibytesLeft << 20);
        try (var out = Files.newOutputStream(filler)) {
            for (long written = 0; written + mebibyte.length <= free; written += mebibyte.length) {
                out.write(mebibyte);
            }
        }
    }

    /** Fills the disk to its last octet. */
    public void fillUp() throws IOException {
        fill(0);
        try (var out = Files.newOutputStream(filler, StandardOpenOption.APPEND)) {
            byte[] page = new byte[4096];
            while (true) {
                out.write(page);
            }
        } catch (IOException e) {
            if (mount.toFile().getUsableSpace() > 0) {
                throw e;
            }
        }
    }

    /** Frees the space that {@link #fill} took. */
    public void empty() throws IOException {
        Files.delete(filler);
    }

    /** Copies a folder of the disk as it is at this moment, which is what a process that is killed leaves behind. */
    public static void copy(Path folder, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = target.resolve(folder.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }

    @Override
    public void close() {
        try {
            run("umount", "-l", mount.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int run(String... command) throws IOException {
        Process process = new ProcessBuilder(List.of(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new IOException(e);
        }
    }
}
