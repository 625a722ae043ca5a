package io.postwerk.tests.siege;

import io.postwerk.testkit.Peers;
import java.io.IOException;
import java.nio.file.Path;

/** Compiles {@code powercut.c}. */
final class PowerCutLibrary {
    private PowerCutLibrary() {}

    /** The compiler must be on the machine; otherwise the test is skipped, or fails where peers are required. */
    static Path build(Path folder) throws IOException, InterruptedException {
        Path library = folder.resolve("powercut.so");
        Process compiler = new ProcessBuilder(
                        Peers.program("gcc").toString(),
                        "-Wall",
                        "-Wextra",
                        "-Werror",
                        "-O2",
                        "-shared",
                        "-fPIC",
                        "-o",
                        library.toString(),
                        Programs.root()
                                .resolve("tests/siege/src/test/c/powercut.c")
                                .toString(),
                        "-ldl",
                        "-lpthread")
                .inheritIO()
                .start();
        if (compiler.waitFor() != 0) throw new IOException("powercut.c does not compile");
        return library;
    }
}
