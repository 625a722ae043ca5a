package io.postwerk.operator.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;
import io.postwerk.config.IpNetwork;
import io.postwerk.config.Program;
import io.postwerk.crds.AuthSpec;
import io.postwerk.crds.LabelSelector.Requirement;
import io.postwerk.plan.Plan;
import io.postwerk.plan.server.DeploymentTarget;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The NetworkPolicies of a workload: which connections its pods accept and open. Not every CNI enforces them, so our own programs
 * authenticate each other as well.
 */
final class NetworkPolicies {
    /** Between servers (RFC 5321 4.5.4.2): where the MX records of the rest of the world point to. */
    private static final int SMTP = 25;

    private static final int DNS_PORT = 53;

    /** Port of the resolver's pods on OpenShift: policies apply to the pod's port, not to the Service's. */
    private static final int DNS_POD_PORT = 5353;

    private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";

    private final ModelInput input;
    private final ServerIdentity identity;
    private final Workload workload;
    private final SortedSet<Integer> exposedPorts;

    NetworkPolicies(ModelInput input, ServerIdentity identity, Workload workload, SortedSet<Integer> exposedPorts) {
        this.input = input;
        this.identity = identity;
        this.workload = workload;
        this.exposedPorts = exposedPorts;
    }

    /** The policy, or none where none is wanted. */
    List<NetworkPolicy> all() {
        if (!input.server().getSpec().networkPolicy().enabled()) {
            return List.of();
        }
        return List.of(new NetworkPolicyBuilder()
                .withMetadata(identity.owned(workload))
                .withNewSpec()
                .withPodSelector(pods(workload))
                .withPolicyTypes("Ingress", "Egress")
                .withIngress(ingress())
                .withEgress(egress())
                .endSpec()
                .build());
    }

    private List<NetworkPolicyIngressRule> ingress() {
        List<NetworkPolicyIngressRule> rules = new ArrayList<>();
        if (!exposedPorts.isEmpty()) {
            rules.add(new NetworkPolicyIngressRuleBuilder()
                    .withPorts(tcp(exposedPorts))
                    .build());
        }
        switch (workload) {
            case SMTP_SERVER -> {}
            case IMAP_SERVER ->
                rules.add(new NetworkPolicyIngressRuleBuilder()
                        .withFrom(new NetworkPolicyPeerBuilder()
                                .withPodSelector(pods(Workload.SMTP_SERVER))
                                .build())
                        .withPorts(tcp(Set.of(DeploymentTarget.LMTP_PORT)))
                        .build());
        }
        SortedSet<Integer> logins = reachableLogins();
        if (!logins.isEmpty()) {
            // Everybody who can connect here is a front end, so no pod of another namespace may.
            rules.add(new NetworkPolicyIngressRuleBuilder()
                    .withFrom(new NetworkPolicyPeerBuilder()
                            .withPodSelector(new LabelSelector())
                            .build())
                    .withPorts(tcp(logins))
                    .build());
        }
        rules.add(new NetworkPolicyIngressRuleBuilder()
                .withFrom(managers())
                .withPorts(tcp(workload.programs().stream()
                        .map(Program::managementPort)
                        .toList()))
                .build());
        return rules;
    }

    /** Ports of auth-sidecar that are not bound to loopback alone. */
    private SortedSet<Integer> reachableLogins() {
        return input.server().getSpec().auth().sockets().tcp().stream()
                .filter(listener -> !IpNetwork.address(listener.address()).isLoopbackAddress())
                .map(AuthSpec.TcpListener::port)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<NetworkPolicyPeer> managers() {
        List<NetworkPolicyPeer> peers = new ArrayList<>();
        peers.add(namespaces(new LabelSelectorBuilder()
                .addToMatchLabels(NAMESPACE_NAME, input.operatorNamespace())
                .build()));
        input.server()
                .getSpec()
                .networkPolicy()
                .metricsFrom()
                .ifPresent(selector -> peers.add(namespaces(new LabelSelectorBuilder()
                        .withMatchLabels(new TreeMap<>(selector.matchLabels()))
                        .withMatchExpressions(selector.matchExpressions().stream()
                                .map(NetworkPolicies::requirement)
                                .toList())
                        .build())));
        return peers;
    }

    private static LabelSelectorRequirement requirement(Requirement requirement) {
        String operator = switch (requirement.operator()) {
            case IN -> "In";
            case NOT_IN -> "NotIn";
            case EXISTS -> "Exists";
            case DOES_NOT_EXIST -> "DoesNotExist";
        };
        return new LabelSelectorRequirement(requirement.key(), operator, requirement.values());
    }

    private List<NetworkPolicyEgressRule> egress() {
        List<NetworkPolicyEgressRule> rules = new ArrayList<>();
        // To anywhere: the resolver may be a pod, a node's cache or outside.
        rules.add(new NetworkPolicyEgressRuleBuilder()
                .withPorts(
                        port("UDP", DNS_PORT),
                        port("TCP", DNS_PORT),
                        port("UDP", DNS_POD_PORT),
                        port("TCP", DNS_POD_PORT))
                .build());
        switch (workload) {
            case SMTP_SERVER -> {
                rules.add(new NetworkPolicyEgressRuleBuilder()
                        .withTo(new NetworkPolicyPeerBuilder()
                                .withPodSelector(pods(Workload.IMAP_SERVER))
                                .build())
                        .withPorts(tcp(Set.of(DeploymentTarget.LMTP_PORT)))
                        .build());
                rules.add(new NetworkPolicyEgressRuleBuilder()
                        .withPorts(tcp(nextHopPorts(input.plan())))
                        .build());
            }
            case IMAP_SERVER -> {}
        }
        SortedSet<Integer> directories = SidecarPorts.of(input.plan());
        if (!directories.isEmpty()) {
            rules.add(new NetworkPolicyEgressRuleBuilder()
                    .withPorts(tcp(directories))
                    .build());
        }
        return rules;
    }

    private LabelSelector pods(Workload selected) {
        return new LabelSelectorBuilder()
                .withMatchLabels(Labels.selector(identity.name(), selected))
                .build();
    }

    private static NetworkPolicyPeer namespaces(LabelSelector selector) {
        return new NetworkPolicyPeerBuilder().withNamespaceSelector(selector).build();
    }

    private static List<NetworkPolicyPort> tcp(Collection<Integer> ports) {
        return ports.stream().sorted().map(p -> port("TCP", p)).toList();
    }

    private static NetworkPolicyPort port(String protocol, int number) {
        return new NetworkPolicyPortBuilder()
                .withProtocol(protocol)
                .withNewPort(number)
                .build();
    }

    /** The ports to which smtp-server passes mail on: SMTP's own, and those of all next hops in the plan, the platform's and the tenants'. */
    private static SortedSet<Integer> nextHopPorts(Plan plan) {
        SortedSet<Integer> ports = new TreeSet<>();
        ports.add(SMTP);
        Objects.requireNonNull(plan.files().get(Program.SMTP_SERVER)).values().forEach(file -> {
            for (JsonNode hop : CanonicalJson.tree(file).findValues("nextHop")) {
                if (hop.path("port").isInt()) {
                    ports.add(hop.get("port").asInt());
                }
            }
        });
        return ports;
    }
}
