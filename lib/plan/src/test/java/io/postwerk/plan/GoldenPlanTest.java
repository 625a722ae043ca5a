package io.postwerk.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.postwerk.config.Buckets;
import io.postwerk.config.ConfigFormat;
import io.postwerk.config.json.ConfigJson;
import io.postwerk.config.routing.RoutingBucket;
import io.postwerk.config.users.UsersBucket;
import io.postwerk.plan.finding.ResourceFacts;
import io.postwerk.testkit.Generated;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plans each folder {@code golden/NAME/in} and compares all of what comes out with {@code golden/NAME/out}. Empty buckets are left
 * out there; the index has their hashes.
 */
class GoldenPlanTest {
    private static final String GOLDEN = "lib/plan/src/test/resources/golden";

    static Stream<String> cases() throws IOException {
        try (Stream<Path> folders = Files.list(Generated.root().resolve(GOLDEN))) {
            return folders.map(f -> f.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void plansAsBefore(String name) throws IOException {
        Plan plan = PlanCase.of(
                        texts(Generated.root().resolve(GOLDEN).resolve(name).resolve("in")))
                .plan();
        Map<String, byte[]> out = new TreeMap<>();
        plan.files()
                .forEach((program, files) -> files.forEach((file, bytes) -> {
                    if (!isEmptyBucket(file, bytes)) {
                        out.put(program.folder() + "/" + file, bytes);
                    }
                }));
        out.put("problems.txt", lines(plan.problems()));
        out.put(
                "facts.txt",
                lines(plan.facts().stream().map(GoldenPlanTest::text).toList()));
        out.put("certificates.txt", lines(plan.certificates()));
        Generated.by("lib/plan").checkFolder(GOLDEN + "/" + name + "/out", out);
        assertThat(plan.applicable()).isTrue();
    }

    static SortedMap<String, String> texts(Path folder) throws IOException {
        SortedMap<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                texts.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return texts;
    }

    private static boolean isEmptyBucket(String file, byte[] bytes) {
        return Buckets.all()
                .anyMatch(b -> file.equals(Buckets.usersFile(b))
                                && Arrays.equals(
                                        bytes, ConfigJson.write(new UsersBucket(ConfigFormat.VERSION, b, List.of())))
                        || file.equals(Buckets.routingFile(b))
                                && Arrays.equals(
                                        bytes,
                                        ConfigJson.write(
                                                new RoutingBucket(ConfigFormat.VERSION, b, List.of(), List.of()))));
    }

    private static String text(ResourceFacts facts) {
        return facts.kind() + " " + facts.key() + ": " + text("Accepted", facts.accepted())
                + (facts.resolved().holds() ? "" : ", " + text("Resolved", facts.resolved()));
    }

    private static String text(String condition, ResourceFacts.Fact fact) {
        return condition + "=" + fact.holds() + " " + fact.reason().word()
                + (fact.message().isEmpty() ? "" : " (" + fact.message() + ")");
    }

    private static byte[] lines(List<?> things) {
        return things.stream()
                .map(thing -> thing + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }
}
