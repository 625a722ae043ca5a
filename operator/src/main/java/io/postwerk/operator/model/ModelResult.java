package io.postwerk.operator.model;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.postwerk.crds.manifest.Problem;
import java.util.List;
import java.util.SortedMap;

/**
 * The objects of a MailServer.
 *
 * @param objects what should be there, in the order in which it is to be applied: what pods need before they start, the buckets of
 *     users, the rest of the config files, the index that makes them one set, and the StatefulSets last. Whatever else carries the
 *     label {@link Labels#SERVER} and is owned by the MailServer is to be removed. Empty if there are problems: nothing should be
 *     changed then
 * @param claims sizes that the volumes should have at least
 * @param problems why there are no objects
 */
public record ModelResult(List<HasMetadata> objects, List<ClaimSize> claims, List<Problem> problems) {
    /**
     * The least size of a PersistentVolumeClaim. A StatefulSet's claim template can never change, so a larger size is written to the
     * claims that exist and are smaller.
     *
     * @param workload the workload whose pod it is of
     * @param namespace namespace of the claim
     * @param name its name
     * @param labels its labels; one that was restored from elsewhere may lack them
     * @param size wanted {@code spec.resources.requests.storage}
     */
    public record ClaimSize(
            Workload workload, String namespace, String name, SortedMap<String, String> labels, Quantity size) {}

    public ModelResult {
        objects = List.copyOf(objects);
        claims = List.copyOf(claims);
        problems = List.copyOf(problems);
    }

    /** Whether there is something to apply. */
    public boolean applicable() {
        return problems.isEmpty();
    }
}
