package io.postwerk.controlplane.node;

import io.postwerk.controlplane.ControlPlane;
import io.postwerk.controlplane.Identity;
import io.postwerk.trust.CertificateAuthority;
import io.postwerk.trust.CertificateRequest;
import io.postwerk.trust.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Configuration of the node's programs. Where it departs from the defaults, it is for machines that are containers or small
 * virtual machines themselves: no CAP_SYS_RESOURCE, cgroup v1, no systemd, nothing to pull images from.
 */
record NodeFiles(Path folder) {
    static final String PAUSE = "localhost/postwerk/pause:test";
    static final int KUBELET_PORT = 10250;

    Path script() {
        return folder.resolve("node.sh");
    }

    Path socket() {
        return folder.resolve("containerd.sock");
    }

    Path go() {
        return folder.resolve("go");
    }

    Path claims() {
        return folder.resolve("claims");
    }

    /** @param apiUrl the API server as the node reaches it */
    void write(ControlPlane controlPlane, String apiUrl) throws IOException {
        try (InputStream script = NodeFiles.class.getResourceAsStream("node.sh")) {
            Files.copy(script, script());
        }
        Files.setPosixFilePermissions(script(), PosixFilePermissions.fromString("rwx------"));
        Files.createDirectories(claims());
        Files.createDirectories(folder.resolve("cni"));
        Files.writeString(folder.resolve("containerd.toml"), containerd());
        Files.writeString(folder.resolve("cni").resolve("bridge.conflist"), bridge());
        Files.writeString(folder.resolve("kubelet.yaml"), kubelet(controlPlane));
        Files.writeString(folder.resolve("kube-proxy.yaml"), kubeProxy());
        Files.writeString(folder.resolve("Corefile"), coredns());
        kubeconfig(controlPlane, "node.kubeconfig", Identity.NODE, apiUrl);
        // The administrator's token, for kube-proxy and CoreDNS: no test is about their rights.
        kubeconfig(controlPlane, "admin.kubeconfig", Identity.ADMIN, apiUrl);
        CertificateAuthority.loadOrCreate(controlPlane.folder(), "Postwerk test cluster", Clock.systemUTC())
                .issue(new CertificateRequest(
                        "node", List.of("node", Network.NODE), Set.of(Usage.SERVER), Duration.ofDays(30)))
                .write(folder.resolve("kubelet.crt"), folder.resolve("kubelet.key"));
    }

    /** Removes the folder with everything in it. */
    void delete() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }

    /** The API server's certificate does not have the address at which the node reaches it. */
    private void kubeconfig(ControlPlane controlPlane, String name, Identity identity, String apiUrl)
            throws IOException {
        Path file = controlPlane.kubeconfig(folder.resolve(name), identity);
        String own = Files.readString(file);
        Files.writeString(
                file,
                own.replace(
                        "server: \"" + controlPlane.url() + "\"",
                        "tls-server-name: kubernetes, server: \"" + apiUrl + "\""));
    }

    private String containerd() {
        return """
                version = 2
                root = "%1$s/containerd"
                state = "/run/containerd-node"
                [grpc]
                  address = "%2$s"
                [plugins."io.containerd.grpc.v1.cri"]
                  sandbox_image = "%3$s"
                  restrict_oom_score_adj = true
                  disable_apparmor = true
                  disable_hugetlb_controller = true
                  [plugins."io.containerd.grpc.v1.cri".cni]
                    bin_dir = "/usr/lib/cni"
                    conf_dir = "%1$s/cni"
                  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
                    runtime_type = "io.containerd.runc.v2"
                    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
                      SystemdCgroup = false
                """.formatted(folder, socket(), PAUSE);
    }

    /** No masquerading: the machine has a route to the pods, and sees their own addresses. */
    private String bridge() {
        return """
                {"cniVersion": "1.0.0", "name": "pods", "plugins": [{
                  "type": "bridge", "bridge": "pods", "isGateway": true, "hairpinMode": true,
                  "ipam": {"type": "host-local", "dataDir": "%s/addresses",
                           "ranges": [[{"subnet": "%s"}]], "routes": [{"dst": "0.0.0.0/0"}]}}]}
                """.formatted(folder, Network.PODS);
    }

    private String kubelet(ControlPlane controlPlane) {
        return """
                apiVersion: kubelet.config.k8s.io/v1beta1
                kind: KubeletConfiguration
                containerRuntimeEndpoint: unix://%1$s
                cgroupDriver: cgroupfs
                cgroupRoot: /%2$s
                failCgroupV1: false
                enforceNodeAllocatable: []
                featureGates: {KubeletInUserNamespace: true}
                failSwapOn: false
                address: %3$s
                port: %4$d
                readOnlyPort: 0
                healthzPort: 0
                tlsCertFile: %5$s/kubelet.crt
                tlsPrivateKeyFile: %5$s/kubelet.key
                authentication: {anonymous: {enabled: false}, webhook: {enabled: false}, x509: {clientCAFile: %6$s}}
                authorization: {mode: AlwaysAllow}
                clusterDomain: cluster.local
                clusterDNS: [%7$s]
                resolvConf: ""
                # A full disk of the machine is not the tests' business.
                evictionHard: {}
                imageGCHighThresholdPercent: 100
                podLogsDir: %5$s/logs
                volumePluginDir: %5$s/plugins
                """.formatted(
                socket(), Cgroups.NAME, Network.NODE, KUBELET_PORT, folder, controlPlane.caFile(), Network.NODE);
    }

    /** In a network of its own no limit of connections is worth setting; setting one may not be allowed. */
    private String kubeProxy() {
        return """
                apiVersion: kubeproxy.config.k8s.io/v1alpha1
                kind: KubeProxyConfiguration
                mode: nftables
                clientConnection: {kubeconfig: "%s/admin.kubeconfig"}
                hostnameOverride: node
                clusterCIDR: %s
                conntrack: {maxPerCore: 0, min: 0, tcpCloseWaitTimeout: 0s, tcpEstablishedTimeout: 0s}
                """.formatted(folder, Network.PODS);
    }

    /** Names of Services, and no others: no test's mail gets out. */
    private String coredns() {
        return """
                . {
                  bind %s
                  errors
                  kubernetes cluster.local {
                    kubeconfig %s/admin.kubeconfig
                    ttl 1
                  }
                }
                """.formatted(Network.NODE, folder);
    }
}
