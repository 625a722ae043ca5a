package io.postwerk.operator.revision;

import io.fabric8.kubernetes.api.model.Pod;
import io.postwerk.operator.model.Workload;
import io.postwerk.operator.revision.PodProbe.Storage;
import io.postwerk.plan.finding.Reason;
import io.postwerk.plan.finding.ResourceFacts.Fact;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What the pods of a MailServer have told last of the file systems that they keep mail on. A pod that does not answer once is taken
 * to be as it was. Not for several threads at once.
 */
final class StorageRoom {
    private static final String[] UNITS = {"octets", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
    private static final long STEP = 1024;
    private static final long TWO_DIGITS = 100;

    private record Told(String pod, Workload workload, Storage storage) {}

    private final Map<String, Told> byUid = new HashMap<>();

    /** A pod has told. */
    void told(Pod pod, Workload workload, Storage storage) {
        byUid.put(pod.getMetadata().getUid(), new Told(pod.getMetadata().getName(), workload, storage));
    }

    /**
     * Whether a disk of a workload is too full for new mail; absent if none of its pods has told.
     *
     * @param present the pods that there are; others are forgotten
     */
    Map<Workload, Fact> low(List<Pod> present) {
        byUid.keySet()
                .retainAll(
                        present.stream().map(pod -> pod.getMetadata().getUid()).collect(Collectors.toSet()));
        Map<Workload, Fact> facts = new EnumMap<>(Workload.class);
        for (Told told : byUid.values()) {
            facts.computeIfAbsent(told.workload(), this::low);
        }
        return facts;
    }

    private Fact low(Workload workload) {
        String pods = byUid.values().stream()
                .filter(told -> told.workload() == workload && told.storage().low())
                .map(told -> told.pod() + ": " + describe(told.storage()))
                .sorted()
                .collect(Collectors.joining("; "));
        return pods.isEmpty()
                ? new Fact(false, Reason.SUFFICIENT, "")
                : new Fact(true, Reason.BELOW_MIN_FREE, pods + ". No new mail is taken; " + remedy(workload));
    }

    private static String describe(Storage storage) {
        // Rounded to two digits, so that a status is not written again for each message that comes or goes.
        return "about " + text(storage.freeOctets(), TWO_DIGITS) + " of " + text(storage.totalOctets(), Long.MAX_VALUE)
                + " are free, minFree is " + text(storage.minFreeOctets(), Long.MAX_VALUE);
    }

    private static String remedy(Workload workload) {
        String enlarge = "enlarge the volume (spec." + workload.part() + ".storage.size), ";
        return switch (workload) {
            case SMTP_SERVER -> enlarge + "or see why the queue is not delivered";
            case IMAP_SERVER -> enlarge + "or delete mail";
        };
    }

    /** In a unit that leaves at most five digits, rounded down so that the digits that are not zero are below a number. */
    private static String text(long octets, long below) {
        long value = octets;
        int unit = 0;
        while (value >= 10 * STEP) {
            value /= STEP;
            unit++;
        }
        long step = 1;
        while (value / step >= below) {
            step *= 10;
        }
        return value / step * step + " " + UNITS[unit];
    }
}
