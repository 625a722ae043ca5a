package io.postwerk.operator.model;

import io.postwerk.crds.MailServerSpec;
import io.postwerk.crds.PodOverrides;
import io.postwerk.crds.TlsSpec;
import io.postwerk.plan.server.CertificateNeed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Everything that a workload's pods are made from, and nothing else: while its {@link #hash} is the same, no pod is rolled. So a new
 * field must leave the hash unchanged where its value is what held implicitly before.
 *
 * @param identity the MailServer
 * @param workload the workload
 * @param image image of the server
 * @param sidecarImage image of auth-sidecar
 * @param pullPolicy when the images are pulled
 * @param configHash hash of the static config files of both programs
 * @param ports the listeners of the server
 * @param certificates certificates that clients see
 * @param clientAuthority name of the Secret with the CAs of client certificates
 * @param onlyIpv6 whether the pods have no IPv4 address
 * @param version version of the images, which says nothing that the images do not
 * @param pullSecrets names of the Secrets with which images are pulled
 * @param security who chooses user and group
 * @param settings what the platform team wants to be different
 */
record PodInputs(
        ServerIdentity identity,
        Workload workload,
        String image,
        String sidecarImage,
        String pullPolicy,
        String configHash,
        List<ListenerPort> ports,
        List<CertificateMount> certificates,
        Optional<String> clientAuthority,
        boolean onlyIpv6,
        String version,
        List<String> pullSecrets,
        MailServerSpec.PodSecurity security,
        PodOverrides settings) {

    /**
     * A certificate and where it comes from.
     *
     * @param name its name, and that of its files
     * @param secret the Secret, with tls.crt and tls.key
     */
    record CertificateMount(String name, String secret) {
        /**
         * Those of the MailServer, whether their Secrets exist or not (one that is created later needs no other pod template), then
         * those that the plan has in place of missing ones.
         */
        static List<CertificateMount> of(ModelInput input, Names names) {
            List<CertificateMount> mounts = new ArrayList<>();
            for (TlsSpec.Certificate spec : input.server().getSpec().tls().certificates()) {
                mounts.add(new CertificateMount(
                        spec.name(),
                        spec.secretRef().map(ref -> ref.name()).orElseGet(() -> names.certificate(spec.name()))));
            }
            for (CertificateNeed need : input.plan().certificates()) {
                if (mounts.stream().noneMatch(mount -> mount.name().equals(need.name()))) {
                    mounts.add(new CertificateMount(need.name(), names.certificate(need.name())));
                }
            }
            return mounts;
        }
    }

    PodInputs {
        ports = List.copyOf(ports);
        certificates = List.copyOf(certificates);
        pullSecrets = List.copyOf(pullSecrets);
    }

    Names names() {
        return identity.names();
    }

    String hash() {
        SortedMap<String, String> inputs = CanonicalJson.sorted();
        inputs.put("workload", identity.namespace() + "/" + names().workload(workload));
        inputs.put("image", image);
        inputs.put("sidecarImage", sidecarImage);
        inputs.put("pullPolicy", pullPolicy);
        inputs.put("config", configHash);
        inputs.put("ports", ports.stream().map(p -> p.name() + "=" + p.port()).collect(Collectors.joining(",")));
        inputs.put(
                "certificates",
                certificates.stream().map(c -> c.name() + "=" + c.secret()).collect(Collectors.joining(",")));
        clientAuthority.ifPresent(secret -> inputs.put("clientAuthority", secret));
        if (onlyIpv6) {
            inputs.put("onlyIpv6", "true");
        }
        if (!pullSecrets.isEmpty()) {
            inputs.put("pullSecrets", String.join(",", pullSecrets));
        }
        if (security != MailServerSpec.PodSecurity.FIXED) {
            inputs.put("security", security.name());
        }
        settings.resources().ifPresent(resources -> put(inputs, "resources", resources));
        settings.sidecarResources().ifPresent(resources -> put(inputs, "sidecarResources", resources));
        put(inputs, "nodeSelector", settings.nodeSelector());
        put(inputs, "tolerations", settings.tolerations());
        settings.affinity().ifPresent(affinity -> put(inputs, "affinity", affinity));
        put(inputs, "topologySpreadConstraints", settings.topologySpreadConstraints());
        put(inputs, "annotations", settings.annotations());
        put(inputs, "labels", settings.labels());
        settings.priorityClassName().ifPresent(name -> inputs.put("priorityClassName", name));
        return CanonicalJson.hash(inputs);
    }

    private static void put(Map<String, String> inputs, String key, Object value) {
        String json = CanonicalJson.write(value);
        if (!json.equals("{}") && !json.equals("[]")) {
            inputs.put(key, json);
        }
    }
}
