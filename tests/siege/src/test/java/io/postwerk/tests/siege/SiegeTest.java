package io.postwerk.tests.siege;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * At no time does a stranger, or one user, end a program, stop others for more than a second, or read what is not theirs. Each
 * attack has an installation of its own.
 */
@EnabledIfSystemProperty(named = "postwerk.siege", matches = "on")
class SiegeTest {
    private static final Report REPORT = new Report();

    @TempDir
    Path folder;

    static Stream<Named<Attack>> attacks() {
        return Attacks.chosen().stream().map(attack -> Named.of(attack.name(), attack));
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void holds(Attack attack) throws Exception {
        System.out.println("attack: " + attack.name());
        try (Siege siege = Siege.begin(attack, folder, REPORT)) {
            attack.run(siege);
            siege.judge();
        }
    }

    @AfterAll
    static void print() {
        REPORT.print();
    }
}
