package io.postwerk.operator.model;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.ServiceSpecBuilder;
import io.postwerk.crds.ExposureSpec;
import io.postwerk.crds.MailServerSpec;
import io.postwerk.plan.server.DeploymentTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The Services of a workload. */
final class WorkloadServices {
    private final ServerIdentity identity;
    private final Workload workload;
    private final MailServerSpec spec;
    private final List<ListenerPort> ports;

    WorkloadServices(ServerIdentity identity, Workload workload, MailServerSpec spec, List<ListenerPort> ports) {
        this.identity = identity;
        this.workload = workload;
        this.spec = spec;
        this.ports = ports;
    }

    /** Gives each pod a name; imap-server's is where smtp-server finds it. */
    Service headless() {
        List<ServicePort> own = new ArrayList<>();
        if (workload == Workload.IMAP_SERVER) {
            own.add(port(Containers.LMTP_PORT, DeploymentTarget.LMTP_PORT, DeploymentTarget.LMTP_PORT));
        }
        int management = workload.program().managementPort();
        own.add(port(Containers.MANAGEMENT_PORT, management, management));
        return new ServiceBuilder()
                .withMetadata(identity.owned(workload))
                .withNewSpec()
                .withClusterIP("None")
                .withIpFamilyPolicy("PreferDualStack")
                .withSelector(Labels.selector(identity.name(), workload))
                .withPorts(own)
                .endSpec()
                .build();
    }

    /** One for each exposure that has a listener of this workload. */
    List<Service> exposures() {
        return spec.exposure().stream()
                .filter(e -> ports.stream().anyMatch(p -> e.exposes(p.name())))
                .map(this::service)
                .toList();
    }

    /** Ports, in the pods, of the listeners that some exposure has. */
    SortedSet<Integer> exposedPorts() {
        return ports.stream()
                .filter(p -> spec.exposure().stream().anyMatch(e -> e.exposes(p.name())))
                .map(ListenerPort::port)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Service service(ExposureSpec exposure) {
        ServiceSpecBuilder service = new ServiceSpecBuilder()
                .withType(
                        switch (exposure.type()) {
                            case CLUSTER_IP -> "ClusterIP";
                            case NODE_PORT -> "NodePort";
                            case LOAD_BALANCER -> "LoadBalancer";
                        })
                .withSelector(Labels.selector(identity.name(), workload))
                .withPorts(ports.stream()
                        .filter(p -> exposure.exposes(p.name()))
                        .map(p -> port(p.name(), exposure.servicePort(p.name(), p.port()), p.port()))
                        .toList());
        families(service);
        if (exposure.type() != ExposureSpec.Type.CLUSTER_IP) {
            service.withExternalTrafficPolicy(
                    switch (exposure.externalTrafficPolicy()) {
                        case LOCAL -> "Local";
                        case CLUSTER -> "Cluster";
                    });
        }
        if (exposure.type() == ExposureSpec.Type.LOAD_BALANCER) {
            exposure.loadBalancerClass().ifPresent(service::withLoadBalancerClass);
            service.withLoadBalancerSourceRanges(exposure.loadBalancerSourceRanges());
        }
        String name = identity.names().exposure(exposure.name(), workload);
        Map<String, String> labels = new TreeMap<>(exposure.labels());
        labels.putAll(Labels.ofComponent(identity.name(), workload.component()));
        return new ServiceBuilder()
                .withMetadata(identity.owned(name, Optional.of(workload.component())))
                .editMetadata()
                .withLabels(labels)
                .withAnnotations(new TreeMap<>(exposure.annotations()))
                .endMetadata()
                .withSpec(service.build())
                .build();
    }

    /** Both versions of IP where the cluster has both, unless the listeners listen on one only. */
    private void families(ServiceSpecBuilder service) {
        switch (spec.network().protocols()) {
            case ALL -> service.withIpFamilyPolicy("PreferDualStack");
            case IPV4 -> service.withIpFamilyPolicy("SingleStack").withIpFamilies("IPv4");
            case IPV6 -> service.withIpFamilyPolicy("SingleStack").withIpFamilies("IPv6");
        }
    }

    private static ServicePort port(String name, int number, int target) {
        return new ServicePortBuilder()
                .withName(name)
                .withProtocol("TCP")
                .withPort(number)
                .withNewTargetPort(target)
                .build();
    }
}
