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
 * Orders for cert-manager: a Certificate each, whose Secret is mounted into the pods. cert-manager renews it there, and the servers
 * notice. Its types are not compiled in: a cluster need not have it.
 */
public final class CertManagerOrders {
    /** {@code apiVersion} of the orders; what a cluster must have for them. */
    public static final String API_VERSION = "cert-manager.io/v1";

    /** Their kind. */
    public static final String KIND = "Certificate";

    private CertManagerOrders() {}

    /** The order of a certificate; it is named as its Secret is. */
    static GenericKubernetesResource order(ServerIdentity server, CertificateNeed need, Origin.CertManager from) {
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
        // So that the operator sees when it is there, among the other objects of the MailServer.
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
