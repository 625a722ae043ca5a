package io.postwerk.rocksdb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/**
 * Loads RocksDB's native library. By default, rocksdbjni unpacks it into {@code java.io.tmpdir} at each start, under a new
 * name that a killed process leaves behind; here it is unpacked once, into a directory that only the program writes to.
 */
final class NativeLibrary {
    private static final System.Logger LOG = System.getLogger(NativeLibrary.class.getName());
    private static final String PARTIAL = ".partial";

    /** Another process may be unpacking; nobody needs that long for it. */
    private static final Duration UNPACKING = Duration.ofMinutes(10);

    private static boolean loaded;

    private NativeLibrary() {}

    static synchronized void load(Path directory) {
        if (loaded) {
            return;
        }
        try {
            RocksDB.loadLibrary(List.of(unpack(directory).toAbsolutePath().toString()));
        } catch (IOException | UnsatisfiedLinkError e) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    () -> "no native library in " + directory + ", trying java.io.tmpdir: " + e.getMessage());
            try {
                RocksDB.loadLibrary();
            } catch (RuntimeException | UnsatisfiedLinkError again) {
                throw new DatabaseException(
                        "RocksDB's native library can be loaded neither from " + directory + " (" + e.getMessage()
                                + ") nor from " + System.getProperty("java.io.tmpdir")
                                + ": set ROCKSDB_SHAREDLIB_DIR to a directory that may hold programs",
                        again);
            }
        }
        loaded = true;
    }

    /** The directory that holds the library of this version. */
    private static Path unpack(Path directory) throws IOException {
        String packedName = Environment.getJniLibraryFileName("rocksdb");
        // Not the same: RocksDB.loadLibrary(List) looks for it under this name.
        String name = Environment.getJniLibraryFileName("rocksdbjni");
        try (InputStream packed = RocksDB.class.getClassLoader().getResourceAsStream(packedName)) {
            if (packed == null) {
                throw new IOException("rocksdbjni has no " + packedName);
            }
            // Its size tells versions apart: reading it whole at each start would cost more than unpacking.
            long size = RocksDB.class
                    .getClassLoader()
                    .getResource(packedName)
                    .openConnection()
                    .getContentLengthLong();
            Path home = Files.createDirectories(directory.resolve("rocksdb-" + size));
            removeLeftovers(home);
            Path library = home.resolve(name);
            if (!Files.exists(library) || Files.size(library) != size) {
                Path partial = Files.createTempFile(home, name, PARTIAL);
                Files.copy(packed, partial, StandardCopyOption.REPLACE_EXISTING);
                Files.move(partial, library, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            return home;
        }
    }

    /** Removes copies that a killed process did not finish. */
    static void removeLeftovers(Path home) throws IOException {
        FileTime old = FileTime.from(Instant.now().minus(UNPACKING));
        try (Stream<Path> files = Files.list(home)) {
            for (Path file : files.filter(f -> f.toString().endsWith(PARTIAL)).toList()) {
                if (Files.getLastModifiedTime(file).compareTo(old) < 0) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
