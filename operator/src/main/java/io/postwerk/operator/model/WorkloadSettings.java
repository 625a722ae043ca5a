package io.postwerk.operator.model;

import io.fabric8.kubernetes.api.model.Quantity;
import io.postwerk.crds.MailServerSpec;
import java.util.Optional;

/**
 * How large a workload is.
 *
 * @param replicas number of pods
 * @param storageSize size of each pod's volume
 * @param storageClass class of the volumes; absent for the cluster's default
 * @param pod what is different in the pods
 */
record WorkloadSettings(int replicas, Quantity storageSize, Optional<String> storageClass, PodSettings pod) {
    static WorkloadSettings of(MailServerSpec spec, Workload workload) {
        return new WorkloadSettings(1, new Quantity("10Gi"), Optional.empty(), PodSettings.NONE);
    }
}
