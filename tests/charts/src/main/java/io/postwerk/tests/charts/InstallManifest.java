package io.postwerk.tests.charts;

import java.util.stream.Collectors;

/** {@code install.yaml}: the chart for those without Helm. */
final class InstallManifest {
    static final String HEADER = """
            # Made from charts/postwerk; do not edit. The operator, for those without Helm:
            #   kubectl apply --server-side -f install.yaml
            # It keeps MailServers in the namespace postwerk-system; docs/install.md says how to let it into others.
            ---
            apiVersion: v1
            kind: Namespace
            metadata:
              name: %s
              labels:
                pod-security.kubernetes.io/enforce: restricted
            """.formatted(Chart.NAMESPACE);

    private InstallManifest() {}

    static String text() {
        return Chart.postwerk().documents().stream()
                .map(InstallManifest::withoutHelm)
                .collect(Collectors.joining("---\n", HEADER + "---\n", ""));
    }

    /** Removes Helm's labels, so that no tool takes the objects for a Helm release. */
    private static String withoutHelm(String document) {
        return document.lines()
                .filter(line ->
                        !line.contains("app.kubernetes.io/managed-by: Helm") && !line.contains("helm.sh/chart: "))
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
