package io.postwerk.tests.charts;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.postwerk.testkit.Generated;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * A release of {@code charts/postwerk}, not yet installed.
 *
 * @param release its name
 * @param namespace where it would go
 * @param values values that differ from the chart's own, as in a values file
 */
public record Chart(String release, String namespace, Map<String, Object> values) {
    /** Namespace that the documents and {@code install.yaml} use. */
    public static final String NAMESPACE = "postwerk-system";

    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();
    private static final Pattern SEPARATOR = Pattern.compile("(?m)^---$");

    public Chart {
        values = Map.copyOf(values);
    }

    /** The chart as it is. */
    public static Chart postwerk() {
        return new Chart("postwerk", NAMESPACE, Map.of());
    }

    /** The same in another namespace. */
    public Chart in(String otherNamespace) {
        return new Chart(release, otherNamespace, values);
    }

    /** The same with one more value, named at its top: {@code with("secrets", Map.of("clusterWide", true))}. */
    public Chart with(String name, Object value) {
        Map<String, Object> more = new TreeMap<>(values);
        more.put(name, value);
        return new Chart(release, namespace, more);
    }

    /**
     * What {@code helm template} prints.
     *
     * @throws IllegalStateException where Helm refuses, with its words
     */
    public String render() {
        return withValues(file -> new Helm(folder())
                .template()
                .withName(release)
                .withNamespace(namespace)
                .withKubeVersion("1.36.0")
                .withValuesFile(file)
                .call());
    }

    /** The documents of {@link #render()}, without the comment that names their template. */
    public List<String> documents() {
        return SEPARATOR
                .splitAsStream(render())
                .map(document ->
                        document.replaceFirst("^\\s*# Source: .*\\n", "").strip())
                .filter(document -> !document.isEmpty())
                .map(document -> document + "\n")
                .toList();
    }

    /** The objects, in the order in which Helm installs them. */
    public List<HasMetadata> objects() {
        return documents().stream().map(SERIALIZATION::<HasMetadata>unmarshal).toList();
    }

    /** What {@code helm lint --strict} says. */
    static LintResult lint() {
        return new Helm(folder()).lint().strict().call();
    }

    /** The text that {@code helm install} ends with. */
    String notes() {
        return withValues(file -> new Helm(folder())
                .install()
                .clientOnly()
                .dryRun()
                .withName(release)
                .withNamespace(namespace)
                .withKubeVersion("1.36.0")
                .withValuesFile(file)
                .call()
                .getOutput());
    }

    static Path folder() {
        return Generated.root().resolve("charts/postwerk");
    }

    private String withValues(Function<Path, String> command) {
        try {
            Path file = Files.createTempFile("values", ".json");
            try {
                Files.writeString(file, SERIALIZATION.asJson(values));
                return command.apply(file);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
