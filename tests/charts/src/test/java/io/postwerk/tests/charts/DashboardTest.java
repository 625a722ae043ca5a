package io.postwerk.tests.charts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.postwerk.testkit.Generated;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The dashboard asks for metrics that the programs have, by the names that Prometheus knows them by. */
class DashboardTest {
    /** A meter's name in the source, as {@code postwerk.queue.mails}. */
    private static final Pattern METER = Pattern.compile("\"(postwerk(?:\\.[a-z]+)+)\"");

    private static final Pattern ASKED = Pattern.compile("\\b(postwerk_[a-z_]+)");
    private static final List<String> PROGRAMS =
            List.of("smtp-server", "imap-server", "auth-sidecar", "operator", "lib/runtime");

    /** What Micrometer's Prometheus registry adds to a name, by the kind of meter and its unit. */
    private static final Pattern SUFFIX =
            Pattern.compile("_(total|(seconds|bytes)(_(count|sum|max|bucket))?|count|sum|max|bucket)$");

    @Test
    void asksForMetricsThatExist() throws IOException {
        Set<String> meters = meters();
        assertThat(asked(Files.readString(Chart.folder().resolve("files/dashboard.json"))))
                .hasSizeGreaterThan(10)
                .allSatisfy(metric -> assertThat(meters)
                        .as("meters for %s", metric)
                        .containsAnyOf(metric, SUFFIX.matcher(metric).replaceFirst("")));
    }

    @Test
    void isWellFormedInTheConfigMap() throws IOException {
        ConfigMap map =
                Chart.postwerk().with("metrics", Map.of("dashboard", Map.of("enabled", true))).objects().stream()
                        .filter(ConfigMap.class::isInstance)
                        .map(ConfigMap.class::cast)
                        .findFirst()
                        .orElseThrow();
        assertThat(map.getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
        JsonNode dashboard = new ObjectMapper().readTree(map.getData().get("postwerk.json"));
        assertThat(dashboard.path("panels"))
                .hasSizeGreaterThan(10)
                .allSatisfy(panel -> assertThat(panel.path("id").asInt()).isPositive());
    }

    private static Set<String> asked(String dashboard) {
        return ASKED.matcher(dashboard)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> meters() throws IOException {
        Set<String> meters = new TreeSet<>();
        for (String program : PROGRAMS) {
            try (Stream<Path> files =
                    Files.walk(Generated.root().resolve(program).resolve("src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .flatMap(file -> METER.matcher(read(file)).results())
                        .forEach(meter -> meters.add(meter.group(1).replace('.', '_')));
            }
        }
        return meters;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
