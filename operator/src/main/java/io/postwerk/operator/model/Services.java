package io.postwerk.operator.model;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.postwerk.crds.MailServerSpec;
import io.postwerk.plan.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The Services of a workload. */
final class Services {
    private final ServerIdentity identity;
    private final Workload workload;
    private final MailServerSpec spec;
    private final List<ListenerPort> ports;

    Services(ServerIdentity identity, Workload workload, MailServerSpec spec, List<ListenerPort> ports) {
        this.identity = identity;
        this.workload = workload;
        this.spec = spec;
        this.ports = ports;
    }

    /** Gives each pod a name; imap-server's is where smtp-server finds it. */
    Service headless() {
        List<ServicePort> own = new ArrayList<>();
        if (workload == Workload.IMAP_SERVER) {
            own.add(port(Containers.LMTP_PORT, Target.LMTP_PORT, Target.LMTP_PORT));
        }
        int management = workload.program().managementPort();
        own.add(port(Containers.MANAGEMENT_PORT, management, management));
        return new ServiceBuilder()
                .withMetadata(identity.owned(workload))
                .withNewSpec()
                .withClusterIP("None")
                .withIpFamilyPolicy("PreferDualStack")
                .withSelector(Marks.selector(identity.name(), workload))
                .withPorts(own)
                .endSpec()
                .build();
    }

    /** One for each exposure that has a listener of this workload. */
    List<Service> exposures() {
        return List.of();
    }

    /** Ports, in the pods, of the listeners that some exposure has. */
    SortedSet<Integer> exposedPorts() {
        return new TreeSet<>();
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
