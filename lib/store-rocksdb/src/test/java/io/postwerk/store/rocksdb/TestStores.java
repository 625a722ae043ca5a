package io.postwerk.store.rocksdb;

import java.nio.file.Path;
import java.util.Optional;

/** Settings for stores in tests: one copy of the native library for all of them. */
final class TestStores {
    private TestStores() {}

    static RocksDbSettings settings(Path directory) {
        return new RocksDbSettings(
                directory,
                Optional.of(Path.of("target", "native")),
                32L << 20,
                16L << 20,
                2,
                100,
                10_000,
                Optional.empty());
    }
}
