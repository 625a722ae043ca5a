package io.postwerk.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.StatusCause;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.postwerk.crds.manifest.ManifestReader;
import io.postwerk.crds.manifest.Problem;
import io.postwerk.testkit.Generated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every limit of the CRDs' schemas, broken by one resource each: refused by a real API server, and at the same field by the reader of manifests. */
@ExtendWith(SharedControlPlane.class)
class LimitsTest {
    /** An additional message: when a limit is broken, rules are mostly not run. */
    private static final String RULES_NOT_RUN = "some validation rules were not checked because the object was invalid";

    @BeforeAll
    static void install(ControlPlane controlPlane) throws IOException {
        controlPlane.apply(Generated.root().resolve("crds"));
    }

    static List<Limit> limits() throws IOException {
        List<Limit> limits = new ArrayList<>();
        try (Stream<Path> files = Files.list(Generated.root().resolve("crds"))) {
            for (Path file : files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()) {
                JsonNode crd = new ObjectMapper(new YAMLFactory()).readTree(file.toFile());
                limits.addAll(Limits.of(crd));
            }
        }
        return limits;
    }

    @ParameterizedTest
    @MethodSource("limits")
    void isRefused(Limit limit, ControlPlane controlPlane) {
        GenericKubernetesResource resource =
                new ObjectMapper().convertValue(limit.resource(), GenericKubernetesResource.class);

        KubernetesClientException refusal = catchThrowableOfType(
                KubernetesClientException.class,
                () -> controlPlane.adminClient().resource(resource).dryRun().create());

        assertThat(refusal).as("what the API server says").isNotNull();
        assertThat(refusal.getStatus().getDetails().getCauses())
                .filteredOn(cause -> !isAboutRules(cause.getMessage()) && !isOfTheScale(cause.getMessage()))
                .allSatisfy(cause -> assertThat(cause.getField()).isEqualTo(limit.field()))
                .extracting(StatusCause::getMessage)
                .contains(limit.message());
    }

    /** {@link RulesTest} tests the rules. */
    private static boolean isAboutRules(String message) {
        return message.contains(RULES_NOT_RUN) || Words.areOfARule(message);
    }

    /** The scale subresource wants the number of replicas by a path, and says so besides where there is none. */
    private static boolean isOfTheScale(String message) {
        return message.contains("accessor error");
    }

    @ParameterizedTest
    @MethodSource("limits")
    void isRefusedByTheReaderToo(Limit limit) {
        List<Problem> problems =
                ManifestReader.read("f.yaml", limit.resource().toString()).problems();
        assertThat(problems)
                .isNotEmpty()
                .allSatisfy(problem -> assertThat(problem.field()).isEqualTo(limit.field()));
    }
}
