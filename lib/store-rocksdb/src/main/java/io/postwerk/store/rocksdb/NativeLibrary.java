package io.postwerk.store.rocksdb;

import io.postwerk.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.rocksdb.RocksDB;
import org.rocksdb.util.Environment;

/**
 * Loads RocksDB's native library. Left alone, rocksdbjni unpacks it into {@code java.io.tmpdir} at each start, under a new
 * name that a killed process leaves behind; here it is unpacked once, into a directory that only the program writes to.
 */
final class NativeLibrary {
    private static final System.Logger LOG = System.getLogger(NativeLibrary.class.getName());
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
                throw new StoreException(
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
            Path library = home.resolve(name);
            if (!Files.exists(library) || Files.size(library) != size) {
                Path partial = Files.createTempFile(home, name, ".partial");
                Files.copy(packed, partial, StandardCopyOption.REPLACE_EXISTING);
                Files.move(partial, library, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            }
            return home;
        }
    }
}
