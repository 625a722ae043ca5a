package io.postwerk.controlplane;

import io.postwerk.trust.CertificateAuthority;
import io.postwerk.trust.CertificateRequest;
import io.postwerk.trust.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Certificates, keys and tokens of one control plane, as files in its folder. */
final class ClusterCredentials {
    private static final Duration VALIDITY = Duration.ofDays(30);
    private static final List<String> API_SERVER_NAMES = List.of(
            "localhost",
            "127.0.0.1",
            "10.96.0.1",
            "kubernetes",
            "kubernetes.default",
            "kubernetes.default.svc",
            "kubernetes.default.svc.cluster.local");

    private final Path folder;
    private final Map<Identity, String> tokens = new EnumMap<>(Identity.class);

    ClusterCredentials(Path folder) throws IOException {
        this.folder = folder;
        CertificateAuthority ca = CertificateAuthority.loadOrCreate(folder, "Postwerk test cluster", Clock.systemUTC());
        issue(ca, "kube-apiserver", API_SERVER_NAMES, Usage.SERVER);
        issue(ca, "kube-apiserver-kubelet-client", List.of(), Usage.CLIENT);
        issue(ca, "service-accounts", List.of(), Usage.CLIENT);
        for (Identity identity : Identity.values()) {
            tokens.put(identity, UUID.randomUUID().toString());
        }
        Files.writeString(tokenFile(), tokenLines());
    }

    private void issue(CertificateAuthority ca, String name, List<String> hosts, Usage usage) throws IOException {
        ca.issue(new CertificateRequest(name, hosts, Set.of(usage), VALIDITY)).write(certificate(name), key(name));
    }

    private String tokenLines() {
        return tokens.entrySet().stream()
                .map(entry -> "%s,%s,%s,\"%s\"\n"
                        .formatted(
                                entry.getValue(),
                                entry.getKey().user(),
                                entry.getKey().name(),
                                String.join(",", entry.getKey().groups())))
                .collect(Collectors.joining());
    }

    Path ca() {
        return folder.resolve(CertificateAuthority.CERTIFICATE_FILE);
    }

    Path certificate(String name) {
        return folder.resolve(name + ".crt");
    }

    Path key(String name) {
        return folder.resolve(name + ".key");
    }

    Path tokenFile() {
        return folder.resolve("tokens.csv");
    }

    String token(Identity identity) {
        return Objects.requireNonNull(tokens.get(identity));
    }
}
