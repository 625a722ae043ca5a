package io.postwerk.operator.model;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.ProbeBuilder;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.SecurityContextBuilder;
import io.postwerk.config.ConfigFormat;
import io.postwerk.config.Program;
import io.postwerk.plan.server.DeploymentTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The containers of a pod. The JVM sizes its heap by the container's memory limit (the images say how). */
final class Containers {
    /** Name of the port for health, metrics and {@code /revision}. */
    static final String MANAGEMENT_PORT = "management";

    /** The same of auth-sidecar: a name is unique in a pod. */
    static final String SIDECAR_MANAGEMENT_PORT = "auth-management";

    /** Name of the port that smtp-server delivers to. */
    static final String LMTP_PORT = "lmtp";

    /** Names that no listener's port can have. */
    static final Set<String> OWN_PORT_NAMES = Set.of(MANAGEMENT_PORT, SIDECAR_MANAGEMENT_PORT, LMTP_PORT);

    /**
     * How long a server goes on before it gets SIGTERM. Clients that learn late that the pod leaves the Service still find an open port.
     * It is part of the pod's grace period.
     */
    static final long LEAVING_SECONDS = 5;

    private final PodInputs inputs;
    private final Volumes volumes;

    Containers(PodInputs inputs) {
        this.inputs = inputs;
        this.volumes = new Volumes(inputs);
    }

    Container server() {
        Program program = inputs.workload().program();
        return container(program, inputs.image())
                .withResources(ComputeResources.merge(
                        ComputeResources.of(program), inputs.settings().resources()))
                .addAllToPorts(serverPorts())
                .addAllToVolumeMounts(volumes.ofServer())
                .withNewLifecycle()
                .withNewPreStop()
                .withNewSleep(LEAVING_SECONDS)
                .endPreStop()
                .endLifecycle()
                .build();
    }

    /** A native sidecar: it starts before the server and ends after it. */
    Container sidecar() {
        return container(Program.AUTH_SIDECAR, inputs.sidecarImage())
                .withRestartPolicy("Always")
                .withResources(ComputeResources.merge(
                        ComputeResources.of(Program.AUTH_SIDECAR),
                        inputs.settings().sidecarResources()))
                .addToPorts(port(SIDECAR_MANAGEMENT_PORT, Program.AUTH_SIDECAR.managementPort()))
                .addAllToVolumeMounts(volumes.ofSidecar())
                .build();
    }

    private ContainerBuilder container(Program program, String image) {
        return new ContainerBuilder()
                .withName(program.folder())
                .withImage(image)
                .withImagePullPolicy(inputs.pullPolicy())
                .withEnv(
                        new EnvVarBuilder()
                                .withName(ConfigFormat.DIRECTORY_VARIABLE)
                                .withValue(Volumes.configFolder(program))
                                .build(),
                        // Management listens on loopback unless it is told otherwise. For Java 0.0.0.0 is every address
                        // of
                        // both families, and works where IPv6 is switched off too.
                        new EnvVarBuilder()
                                .withName("QUARKUS_HTTP_HOST")
                                .withValue(inputs.onlyIpv6() ? "::" : "0.0.0.0")
                                .build())
                // Longer than a program waits for config files that are not there, or takes to recover its store.
                .withStartupProbe(probe(program, "started", 1, 120))
                .withLivenessProbe(probe(program, "live", 10, 6))
                .withReadinessProbe(probe(program, "ready", 5, 2))
                .withSecurityContext(securityContext());
    }

    private List<ContainerPort> serverPorts() {
        List<ContainerPort> ports = new ArrayList<>();
        inputs.ports().forEach(p -> ports.add(port(p.containerPortName(), p.port())));
        if (inputs.workload() == Workload.IMAP_SERVER) {
            ports.add(port(LMTP_PORT, DeploymentTarget.LMTP_PORT));
        }
        ports.add(port(MANAGEMENT_PORT, inputs.workload().program().managementPort()));
        return ports;
    }

    private static ContainerPort port(String name, int number) {
        return new ContainerPortBuilder()
                .withName(name)
                .withContainerPort(number)
                .withProtocol("TCP")
                .build();
    }

    /** Never a mail port: a probe there looks like an attack, and the node's address would be banned. */
    private static Probe probe(Program program, String kind, int periodSeconds, int failures) {
        return new ProbeBuilder()
                .withNewHttpGet()
                .withPath("/q/health/" + kind)
                .withNewPort(program.managementPort())
                .endHttpGet()
                .withPeriodSeconds(periodSeconds)
                .withTimeoutSeconds(5)
                .withFailureThreshold(failures)
                .build();
    }

    private static SecurityContext securityContext() {
        return new SecurityContextBuilder()
                .withAllowPrivilegeEscalation(false)
                .withReadOnlyRootFilesystem(true)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .build();
    }
}
