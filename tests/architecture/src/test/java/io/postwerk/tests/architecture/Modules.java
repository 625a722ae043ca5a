package io.postwerk.tests.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The checkout under test: its modules, as the parent pom lists them, and their compiled main classes. */
final class Modules {
    private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");

    private Modules() {}

    static Path root() {
        String root = System.getProperty("postwerk.root");
        if (root == null) throw new IllegalStateException("run by Maven, which sets -Dpostwerk.root");
        return Path.of(root);
    }

    /** Every module that has main code, in build order. */
    static List<String> withMainCode() {
        return all().stream()
                .filter(module -> Files.isDirectory(root().resolve(module).resolve("src/main/java")))
                .toList();
    }

    /** Every module, in the parent pom's order. */
    static List<String> all() {
        try {
            return MODULE.matcher(Files.readString(root().resolve("pom.xml")))
                    .results()
                    .map(match -> match.group(1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Class folders and not jars: rules that skip jars would pass on nothing. */
    static JavaClasses mainClasses() {
        return new ClassFileImporter()
                .importPaths(withMainCode().stream()
                        .map(module -> root().resolve(module).resolve("target/classes"))
                        .toList());
    }

    /** Classes of this module that break each rule on purpose. */
    static JavaClasses violations() {
        return new ClassFileImporter().importPath(root().resolve("tests/architecture/target/test-classes"));
    }
}
