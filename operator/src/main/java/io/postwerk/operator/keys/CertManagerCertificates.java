package io.postwerk.operator.keys;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.postwerk.operator.model.ServerIdentity;
import io.postwerk.plan.server.CertificateNeed;
import io.postwerk.plan.server.CertificateNeed.Origin;
import io.postwerk.trust.HostNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The Certificate resources of cert-manager, one for each certificate that it is to issue. Its Secret is mounted into the pods, and the
 * servers load a renewed one. The types of cert-manager are not compiled in: a cluster need not have it.
 */
public final class CertManagerCertificates {
    /** {@code apiVersion} of a Certificate. */
    public static final String API_VERSION = "cert-manager.io/v1";

    /** Their kind. */
    public static final String KIND = "Certificate";

    private CertManagerCertificates() {}

    /** The Certificate resource; it has the name of its Secret. */
    static GenericKubernetesResource resource(ServerIdentity server, CertificateNeed need, Origin.CertManager from) {
        String name = from.secret().name();
        ObjectMeta metadata = server.owned(name, Optional.empty());
        List<String> hosts = need.hosts();
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("secretName", name);
        put(
                spec,
                "dnsNames",
                hosts.stream().filter(h -> !HostNames.isAddress(h)).toList());
        put(spec, "ipAddresses", hosts.stream().filter(HostNames::isAddress).toList());
        spec.put(
                "issuerRef",
                new TreeMap<>(Map.of("name", from.issuer(), "kind", from.issuerKind(), "group", from.issuerGroup())));
        spec.put("privateKey", new TreeMap<>(Map.of("algorithm", "ECDSA", "size", 256, "rotationPolicy", "Always")));
        spec.put("usages", List.of("digital signature", "server auth"));
        // With the labels the Secret is in the cache of the MailServer's objects.
        spec.put("secretTemplate", Map.of("labels", metadata.getLabels()));
        return new GenericKubernetesResourceBuilder()
                .withApiVersion(API_VERSION)
                .withKind(KIND)
                .withMetadata(metadata)
                .addToAdditionalProperties("spec", spec)
                .build();
    }

    private static void put(Map<String, Object> spec, String key, List<String> values) {
        if (!values.isEmpty()) {
            spec.put(key, values);
        }
    }
}
