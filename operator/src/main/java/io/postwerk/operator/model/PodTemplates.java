package io.postwerk.operator.model;

import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSecurityContextBuilder;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Sysctl;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraint;
import io.fabric8.kubernetes.api.model.TopologySpreadConstraintBuilder;
import io.postwerk.crds.PodOverrides;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The pods of a workload: what the restricted Pod Security Standard asks for, a server, and auth-sidecar beside it. */
final class PodTemplates {
    /** User and group of the programs; the images have them too. */
    private static final long ID = 65_532;

    /** Longer than the pre-stop pause plus the time in which the programs finish, auth-sidecar after its server. */
    private static final long GRACE_SECONDS = 60;

    private final PodInputs inputs;

    PodTemplates(PodInputs inputs) {
        this.inputs = inputs;
    }

    PodTemplateSpec render() {
        PodOverrides settings = inputs.settings();
        Containers containers = new Containers(inputs);
        PodSpecBuilder spec = new PodSpecBuilder()
                .withImagePullSecrets(inputs.pullSecrets().stream()
                        .map(LocalObjectReference::new)
                        .toList())
                .withServiceAccountName(inputs.names().workload(inputs.workload()))
                .withAutomountServiceAccountToken(false)
                // Environment variables of Services must not be taken for settings.
                .withEnableServiceLinks(false)
                .withSecurityContext(securityContext())
                .withTerminationGracePeriodSeconds(GRACE_SECONDS)
                .withInitContainers(containers.sidecar())
                .withContainers(containers.server())
                .withVolumes(new Volumes(inputs).all())
                .withNodeSelector(new TreeMap<>(settings.nodeSelector()))
                .withTolerations(settings.tolerations())
                .withTopologySpreadConstraints(spread());
        settings.affinity().ifPresent(spec::withAffinity);
        settings.priorityClassName().ifPresent(spec::withPriorityClassName);
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .withLabels(labels())
                .withAnnotations(annotations())
                .endMetadata()
                .withSpec(spec.build())
                .build();
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new TreeMap<>(inputs.settings().labels());
        labels.putAll(
                Labels.ofComponent(inputs.identity().name(), inputs.workload().component()));
        return labels;
    }

    private Map<String, String> annotations() {
        Map<String, String> annotations = new TreeMap<>();
        annotations.put(
                "kubectl.kubernetes.io/default-container", inputs.workload().component());
        annotations.putAll(inputs.settings().annotations());
        annotations.put(Labels.VERSION, inputs.version());
        annotations.put(Labels.CONFIG_HASH, inputs.configHash());
        return annotations;
    }

    private PodSecurityContext securityContext() {
        PodSecurityContextBuilder context = new PodSecurityContextBuilder()
                .withRunAsNonRoot(true)
                // Ownership of a large volume is not changed recursively at each start.
                .withFsGroupChangePolicy("OnRootMismatch")
                .withNewSeccompProfile()
                .withType("RuntimeDefault")
                .endSeccompProfile();
        switch (inputs.security()) {
            case FIXED -> context.withRunAsUser(ID).withRunAsGroup(ID).withFsGroup(ID);
            // The cluster fills them in by what the namespace may have.
            case PLATFORM -> {}
        }
        if (inputs.ports().stream().anyMatch(ListenerPort::privileged)) {
            // In place of a capability, which the restricted standard forbids; this setting is among those that it
            // allows.
            context.withSysctls(new Sysctl("net.ipv4.ip_unprivileged_port_start", "0"));
        }
        return context.build();
    }

    /** Spread over nodes if possible; a pod starts even if it is not. */
    private List<TopologySpreadConstraint> spread() {
        List<TopologySpreadConstraint> wanted = inputs.settings().topologySpreadConstraints();
        if (!wanted.isEmpty()) {
            return wanted;
        }
        return Stream.of("kubernetes.io/hostname", "topology.kubernetes.io/zone")
                .map(key -> new TopologySpreadConstraintBuilder()
                        .withMaxSkew(1)
                        .withTopologyKey(key)
                        .withWhenUnsatisfiable("ScheduleAnyway")
                        .withLabelSelector(new LabelSelectorBuilder()
                                .withMatchLabels(
                                        Labels.selector(inputs.identity().name(), inputs.workload()))
                                .build())
                        .build())
                .toList();
    }
}
