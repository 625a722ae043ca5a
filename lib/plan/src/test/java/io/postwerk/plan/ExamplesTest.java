package io.postwerk.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.testkit.Generated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example works as it is: read strictly, planned without a problem. */
class ExamplesTest {
    static Stream<Path> examples() throws IOException {
        try (Stream<Path> folders = Files.list(Generated.root().resolve("examples"))) {
            return folders.filter(Files::isDirectory).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isPlannedWithoutAProblem(Path example) throws IOException {
        Plan plan = Planner.plan(Snapshots.of(GoldenPlanTest.texts(example)));
        assertThat(plan.problems()).isEmpty();
        assertThat(plan.applicable()).isTrue();
        assertThat(plan.facts())
                .allMatch(facts -> facts.accepted().holds() && facts.resolved().holds());
        assertThat(plan.applied().users()).isNotEmpty();
    }
}
