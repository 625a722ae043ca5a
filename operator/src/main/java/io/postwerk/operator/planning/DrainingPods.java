package io.postwerk.operator.planning;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.postwerk.crds.MailServer;
import io.postwerk.operator.cache.DependentObjects;
import io.postwerk.operator.model.Names;
import io.postwerk.operator.model.Workload;
import io.postwerk.operator.revision.PodProbe;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The smtp-server pods that are to go because fewer are wanted: each stays until its queue is empty, and a StatefulSet takes the one
 * with the highest number first.
 *
 * @param pods names of those that take no new mail
 * @param atLeast how many pods must stay for now
 */
record DrainingPods(SortedSet<String> pods, int atLeast) {

    /** As it is now; pods are asked. */
    static DrainingPods of(MailServer server, DependentObjects owned, PodProbe probe) {
        int wanted = server.getSpec().smtp().replicas();
        String workload = new Names(server.getMetadata().getName()).workload(Workload.SMTP_SERVER);
        int present = owned.find(StatefulSet.class, workload)
                .map(set -> set.getSpec().getReplicas())
                .orElse(wanted);
        List<Pod> pods = owned.pods(server.getMetadata().getName());
        SortedSet<String> going = new TreeSet<>();
        IntStream.range(wanted, present).forEach(ordinal -> going.add(workload + "-" + ordinal));
        // Those that have been told to go and are still there.
        pods.stream()
                .map(pod -> pod.getMetadata().getName())
                .filter(name -> ordinal(workload, name) >= wanted)
                .forEach(going::add);
        int atLeast = present;
        while (atLeast > wanted && isDrained(pods, workload + "-" + (atLeast - 1), probe)) {
            atLeast--;
        }
        return new DrainingPods(going, Math.max(atLeast, wanted));
    }

    /** What the model has to know. */
    Map<Workload, Integer> floor() {
        return Map.of(Workload.SMTP_SERVER, atLeast);
    }

    /** Whether pods must be asked again soon. */
    boolean isWaiting(MailServer server) {
        return atLeast > server.getSpec().smtp().replicas();
    }

    private static boolean isDrained(List<Pod> pods, String name, PodProbe probe) {
        return pods.stream()
                .filter(pod -> pod.getMetadata().getName().equals(name))
                .findFirst()
                .flatMap(pod -> Optional.ofNullable(pod.getStatus()))
                .flatMap(status -> Optional.ofNullable(status.getPodIP()))
                .filter(probe::isDrained)
                .isPresent();
    }

    private static int ordinal(String workload, String pod) {
        String rest = pod.startsWith(workload + "-") ? pod.substring(workload.length() + 1) : "";
        return rest.matches("\\d{1,4}") ? Integer.parseInt(rest) : -1;
    }
}
