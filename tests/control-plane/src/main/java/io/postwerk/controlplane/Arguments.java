package io.postwerk.controlplane;

import java.nio.file.Path;
import java.util.List;

/** Command lines of the components. All else is Kubernetes' default: admission plugins, limits, feature gates. */
record Arguments(Path folder, ClusterCredentials credentials, int etcdPort, int etcdPeerPort, int apiPort) {

    List<String> etcd() {
        String clients = "http://127.0.0.1:" + etcdPort;
        String peers = "http://127.0.0.1:" + etcdPeerPort;
        return List.of(
                "--data-dir=" + folder.resolve("etcd"),
                "--listen-client-urls=" + clients,
                "--advertise-client-urls=" + clients,
                "--listen-peer-urls=" + peers,
                "--initial-advertise-peer-urls=" + peers,
                "--initial-cluster=default=" + peers,
                "--unsafe-no-fsync",
                "--log-level=warn");
    }

    List<String> apiServer(ApiAuditLog audit) {
        return List.of(
                "--etcd-servers=http://127.0.0.1:" + etcdPort,
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1",
                "--secure-port=" + apiPort,
                "--endpoint-reconciler-type=none", // a loopback address can be no endpoint
                "--service-cluster-ip-range=10.96.0.0/16",
                "--tls-cert-file=" + credentials.certificate("kube-apiserver"),
                "--tls-private-key-file=" + credentials.key("kube-apiserver"),
                "--client-ca-file=" + credentials.ca(),
                "--token-auth-file=" + credentials.tokenFile(),
                "--kubelet-certificate-authority=" + credentials.ca(),
                "--kubelet-preferred-address-types=InternalIP", // nobody resolves the names of nodes here
                "--kubelet-client-certificate=" + credentials.certificate("kube-apiserver-kubelet-client"),
                "--kubelet-client-key=" + credentials.key("kube-apiserver-kubelet-client"),
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + credentials.certificate("service-accounts"),
                "--service-account-signing-key-file=" + credentials.key("service-accounts"),
                "--authorization-mode=Node,RBAC",
                "--allow-privileged=true",
                "--audit-policy-file=" + audit.policy(),
                "--audit-log-path=" + audit.file(),
                "--audit-log-maxsize=4096"); // in one file, whose offsets stay true
    }

    List<String> controllerManager(Path kubeconfig) {
        return List.of(
                "--kubeconfig=" + kubeconfig,
                "--secure-port=0",
                "--leader-elect=false",
                "--kube-api-qps=500",
                "--kube-api-burst=1000",
                "--root-ca-file=" + credentials.ca(),
                "--service-account-private-key-file=" + credentials.key("service-accounts"));
    }

    List<String> scheduler(Path kubeconfig) {
        return List.of("--kubeconfig=" + kubeconfig, "--secure-port=0", "--leader-elect=false");
    }
}
