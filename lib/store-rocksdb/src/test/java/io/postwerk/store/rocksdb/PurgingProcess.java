package io.postwerk.store.rocksdb;

import io.postwerk.rocksdb.CommitObserver;
import io.postwerk.store.MailboxId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/** A process of its own that purges a mailbox, and kills itself in the middle: {@code PurgingProcess DIRECTORY SYNCS}. */
final class PurgingProcess {
    private PurgingProcess() {}

    public static void main(String[] args) {
        int[] left = {Integer.parseInt(args[1])};
        CommitObserver observer = new CommitObserver() {
            @Override
            public void committed(int changes, boolean synced, long nanos) {
                if (--left[0] == 0) {
                    // Not System.exit: nothing may be closed or flushed.
                    Runtime.getRuntime().halt(9);
                }
            }
        };
        try (RocksDbMailboxStore store =
                RocksDbMailboxStore.open(TestStores.settings(Path.of(args[0])), InstantSource.system(), observer)) {
            store.purge(new MailboxId("alice"));
        }
    }

    /** Starts one that ends after so many syncs. */
    static Process killedAfter(Path directory, int syncs) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PurgingProcess.class.getName(),
                        directory.toString(),
                        Integer.toString(syncs)))
                .inheritIO()
                .start();
    }
}
