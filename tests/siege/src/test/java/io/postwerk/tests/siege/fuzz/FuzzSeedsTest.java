package io.postwerk.tests.siege.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each seed of each fuzz target as an ordinary test. {@code tests/siege/fuzz} runs the same targets under Jazzer; what it finds
 * becomes a seed. A target is a class with {@code fuzzerTestOneInput}, beside its parser by package; its seeds lie in a folder of
 * its name.
 */
class FuzzSeedsTest {
    private static final Path MODULE = Path.of(System.getProperty("postwerk.root"), "tests/siege");
    private static final Path SOURCES = MODULE.resolve("src/test/java");
    private static final Path SEEDS = MODULE.resolve("seeds");

    @TestFactory
    Stream<DynamicTest> seeds() throws IOException {
        List<String> targets = targets();
        assertThat(targets).hasSizeGreaterThan(15);
        return targets.stream().map(target -> DynamicTest.dynamicTest(target, () -> runAll(target)));
    }

    private static List<String> targets() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.map(file -> SOURCES.relativize(file).toString())
                    .filter(file -> file.endsWith("Fuzz.java"))
                    .map(file -> file.replace(".java", "").replace('/', '.'))
                    .sorted()
                    .toList();
        }
    }

    private static void runAll(String target) throws Exception {
        Method fuzz = Class.forName(target).getMethod("fuzzerTestOneInput", byte[].class);
        List<Path> seeds;
        try (Stream<Path> files = Files.list(SEEDS.resolve(target.substring(target.lastIndexOf('.') + 1)))) {
            seeds = files.sorted().toList();
        }
        assertThat(seeds).as("seeds of " + target).isNotEmpty();
        for (Path seed : seeds) {
            try {
                fuzz.invoke(null, (Object) Files.readAllBytes(seed));
            } catch (InvocationTargetException e) {
                throw new AssertionError("seed " + seed, e.getCause());
            }
        }
        // Nothing at all is an input too.
        fuzz.invoke(null, (Object) new byte[0]);
    }
}
