package io.postwerk.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.crds.ApiGroup;
import io.postwerk.crds.manifest.Problem;
import io.postwerk.plan.finding.Reason;
import io.postwerk.testkit.Generated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example works as it is: read strictly, planned without a problem. */
class ExamplesTest {
    private static final Pattern OURS =
            Pattern.compile("(?m)^(apiVersion: " + Pattern.quote(ApiGroup.NAME) + "/|kind: Secret$)");

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> folders = Files.list(Generated.root().resolve("examples"))) {
            return folders.filter(Files::isDirectory).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isPlannedWithoutAProblem(Path example) throws IOException {
        Plan plan = PlanCase.of(texts(example)).onKubernetes().plan();
        assertThat(plan.problems()).noneMatch(Problem::isError);
        assertThat(plan.applicable()).isTrue();
        assertThat(plan.facts())
                .allMatch(facts -> facts.accepted().holds())
                // A certificate that was only just ordered is all that may lack.
                .allMatch(facts -> facts.resolved().holds() || facts.resolved().reason() == Reason.CERTIFICATE_PENDING);
        assertThat(plan.applied().domains()).isNotEmpty();
    }

    /** Files that have kinds of others have no others: those mean nothing here. */
    private static SortedMap<String, String> texts(Path example) throws IOException {
        SortedMap<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(example)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList()) {
                String text = Files.readString(file);
                if (OURS.matcher(text).find()) {
                    texts.put(example.relativize(file).toString(), text);
                }
            }
        }
        return texts;
    }
}
