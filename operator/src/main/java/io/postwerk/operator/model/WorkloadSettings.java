package io.postwerk.operator.model;

import io.fabric8.kubernetes.api.model.Quantity;
import io.postwerk.crds.MailServerSpec;
import io.postwerk.crds.PodOverrides;
import java.util.Optional;

/**
 * What the platform team wants of a workload.
 *
 * @param replicas number of pods
 * @param storageSize size of each pod's volume
 * @param storageClass class of the volumes; absent for the cluster's default
 * @param pod what is different in the pods
 */
record WorkloadSettings(int replicas, Quantity storageSize, Optional<String> storageClass, PodOverrides pod) {
    static WorkloadSettings of(ModelInput input, Workload workload) {
        MailServerSpec spec = input.server().getSpec();
        WorkloadSettings wanted = switch (workload) {
            case SMTP_SERVER ->
                of(spec.smtp().replicas(), spec.smtp().storage(), spec.smtp().pod());
            case IMAP_SERVER ->
                of(
                        spec.mailbox().replicas(),
                        spec.mailbox().storage(),
                        spec.mailbox().pod());
        };
        int staying = input.atLeast().getOrDefault(workload, 0);
        return new WorkloadSettings(
                Math.max(wanted.replicas, staying), wanted.storageSize, wanted.storageClass, wanted.pod);
    }

    private static WorkloadSettings of(int replicas, MailServerSpec.Storage storage, PodOverrides pod) {
        return new WorkloadSettings(replicas, new Quantity(storage.size()), storage.storageClassName(), pod);
    }
}
