package io.postwerk.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** NullAway checks what is {@code @NullMarked} and nothing else, so every package of main code has to say it. */
class NullMarkedTest {
    @Test
    void everyPackageOfMainCodeIsNullMarked() throws IOException {
        TreeSet<Path> packages = new TreeSet<>();
        for (String module : Modules.withMainCode()) {
            packages.addAll(packages(Modules.root().resolve(module).resolve("src/main/java")));
        }
        assertThat(packages).hasSizeGreaterThan(50);
        List<Path> unmarked = new ArrayList<>();
        for (Path folder : packages) {
            if (!isNullMarked(folder)) unmarked.add(Modules.root().relativize(folder));
        }
        assertThat(unmarked)
                .as("packages without @NullMarked in package-info.java")
                .isEmpty();
    }

    @Test
    void aPackageWithoutTheAnnotationIsFound() {
        assertThat(isNullMarked(
                        Modules.root().resolve("tests/architecture/src/test/java/io/postwerk/tests/architecture")))
                .isFalse();
    }

    private static List<Path> packages(Path sources) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .distinct()
                    .toList();
        }
    }

    private static boolean isNullMarked(Path folder) {
        try {
            return Files.readString(folder.resolve("package-info.java")).contains("\n@NullMarked\n");
        } catch (IOException e) {
            return false;
        }
    }
}
