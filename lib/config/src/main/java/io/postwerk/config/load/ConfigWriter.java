package io.postwerk.config.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes a set of config files as the kubelet writes a volume: into a fresh folder, to which the link {@code ..data} is then
 * swapped, while every file name is a link into {@code ..data}. A reader sees the old set or the new one. Files are on the disk
 * before the swap, and nobody but their owner may read them.
 */
public final class ConfigWriter {
    private static final String FOLDER_PREFIX = "..set-";
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path directory;

    /** A writer for one program's folder. Only one may write to it at a time. */
    public ConfigWriter(Path directory) {
        this.directory = directory;
    }

    /**
     * Makes the folder hold exactly these files.
     *
     * @param files their bytes by name, the index among them
     * @return whether anything had to be written; not if the folder holds just that already
     */
    public boolean write(Map<String, byte[]> files) throws IOException {
        SortedMap<String, byte[]> wanted = new TreeMap<>(files);
        Files.createDirectories(directory, OWNER_ONLY_FOLDER);
        if (holds(wanted)) {
            return false;
        }
        Path fresh = Files.createTempDirectory(directory, FOLDER_PREFIX, OWNER_ONLY_FOLDER);
        for (Map.Entry<String, byte[]> file : wanted.entrySet()) {
            if (holds(file.getKey(), file.getValue())) {
                // Nobody changes a file in place: the old and the new set can share one.
                Files.createLink(fresh.resolve(file.getKey()), data().resolve(file.getKey()));
            } else {
                writeDurably(fresh.resolve(file.getKey()), file.getValue());
            }
        }
        sync(fresh);
        swap(fresh);
        linkNames(wanted.keySet());
        sync(directory);
        removeOld(fresh);
        return true;
    }

    private boolean holds(SortedMap<String, byte[]> wanted) throws IOException {
        if (!Files.isDirectory(data()) || !names(data()).equals(wanted.keySet())) {
            return false;
        }
        for (Map.Entry<String, byte[]> file : wanted.entrySet()) {
            if (!holds(file.getKey(), file.getValue()) || !Files.exists(directory.resolve(file.getKey()))) {
                return false;
            }
        }
        return true;
    }

    private boolean holds(String file, byte[] bytes) throws IOException {
        Path path = data().resolve(file);
        return Files.isRegularFile(path)
                && Files.size(path) == bytes.length
                && Arrays.equals(Files.readAllBytes(path), bytes);
    }

    private Path data() {
        return directory.resolve(ConfigFolder.DATA_LINK);
    }

    private static void writeDurably(Path path, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(
                path, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_ONLY_FILE)) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
            channel.force(true);
        }
    }

    private void swap(Path fresh) throws IOException {
        Path next = directory.resolve(ConfigFolder.DATA_LINK + "_tmp");
        Files.deleteIfExists(next);
        Files.createSymbolicLink(next, fresh.getFileName());
        Files.move(next, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void linkNames(Set<String> wanted) throws IOException {
        for (String name : wanted) {
            Path link = directory.resolve(name);
            Path target = Path.of(ConfigFolder.DATA_LINK, name);
            if (!Files.isSymbolicLink(link) || !Files.readSymbolicLink(link).equals(target)) {
                Files.deleteIfExists(link);
                Files.createSymbolicLink(link, target);
            }
        }
        for (String name : names(directory)) {
            if (!name.startsWith("..") && !wanted.contains(name)) {
                Files.delete(directory.resolve(name));
            }
        }
    }

    private void removeOld(Path current) throws IOException {
        for (String name : names(directory)) {
            Path folder = directory.resolve(name);
            if (name.startsWith(FOLDER_PREFIX) && !folder.equals(current)) {
                for (String file : names(folder)) {
                    Files.delete(folder.resolve(file));
                }
                Files.delete(folder);
            }
        }
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(p -> p.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
