package io.postwerk.operator.model;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.postwerk.config.Program;
import io.postwerk.crds.MailServerSpec;
import io.postwerk.crds.NetworkSpec;
import io.postwerk.operator.model.ModelResult.ClaimSize;
import io.postwerk.operator.model.PodInputs.CertificateMount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The objects of one workload, except its config files. */
final class WorkloadObjects {
    private final ModelInput input;
    private final ServerIdentity identity;
    private final Workload workload;
    private final WorkloadSettings settings;
    private final List<ListenerPort> ports;

    WorkloadObjects(ModelInput input, ServerIdentity identity, Workload workload) {
        MailServerSpec spec = input.server().getSpec();
        this.input = input;
        this.identity = identity;
        this.workload = workload;
        this.settings = WorkloadSettings.of(input, workload);
        this.ports = ListenerPort.of(spec, workload);
    }

    /** The objects of a workload other than its StatefulSet; pods need some of them at their start. */
    List<HasMetadata> surroundings() {
        List<HasMetadata> objects = new ArrayList<>();
        objects.add(new ServiceAccountBuilder()
                .withMetadata(identity.owned(workload))
                .editMetadata()
                .withAnnotations(new TreeMap<>(settings.pod().serviceAccountAnnotations()))
                .endMetadata()
                .withAutomountServiceAccountToken(false)
                .build());
        objects.add(disruptionBudget());
        WorkloadServices services =
                new WorkloadServices(identity, workload, input.server().getSpec(), ports);
        objects.add(services.headless());
        objects.addAll(services.exposures());
        objects.addAll(new NetworkPolicies(input, identity, workload, services.exposedPorts()).all());
        return objects;
    }

    StatefulSet statefulSet() {
        return new StatefulSets(
                        inputs(),
                        settings,
                        Optional.ofNullable(input.kept().get(workload)),
                        workload == Workload.SMTP_SERVER && input.releases().canary())
                .render();
    }

    /** The sizes of the volumes of the pods that should be there. */
    List<ClaimSize> claims() {
        return IntStream.range(0, settings.replicas())
                .mapToObj(ordinal -> new ClaimSize(
                        workload,
                        identity.namespace(),
                        identity.names().claim(workload, ordinal),
                        Labels.ofClaim(identity.name(), workload),
                        settings.storageSize()))
                .toList();
    }

    private PodInputs inputs() {
        return new PodInputs(
                identity,
                workload,
                image(workload.program()),
                image(Program.AUTH_SIDECAR),
                input.releases().of(workload).pullPolicy(),
                ConfigObjects.staticHash(input.plan(), workload),
                ports,
                CertificateMount.of(input, identity.names()),
                input.server()
                        .getSpec()
                        .tls()
                        .clientCertificates()
                        .map(clients -> clients.secretRef().name()),
                input.server().getSpec().network().protocols() == NetworkSpec.Protocols.IPV6,
                input.releases().of(workload).version(),
                input.server().getSpec().images().pullSecrets().stream()
                        .map(MailServerSpec.Images.PullSecret::name)
                        .toList(),
                input.server().getSpec().podSecurity(),
                settings.pod());
    }

    private String image(Program program) {
        String wanted = input.releases().of(workload).image(program);
        return Optional.ofNullable(input.kept().get(workload))
                .map(kept -> kept.image(program.folder(), wanted))
                .orElse(wanted);
    }

    /** One pod may always be evicted, even the only one, and any that is not ready: nothing blocks the drain of a node. */
    private PodDisruptionBudget disruptionBudget() {
        return new PodDisruptionBudgetBuilder()
                .withMetadata(identity.owned(workload))
                .withNewSpec()
                .withMaxUnavailable(new IntOrString(1))
                .withUnhealthyPodEvictionPolicy("AlwaysAllow")
                .withNewSelector()
                .withMatchLabels(Labels.selector(identity.name(), workload))
                .endSelector()
                .endSpec()
                .build();
    }
}
