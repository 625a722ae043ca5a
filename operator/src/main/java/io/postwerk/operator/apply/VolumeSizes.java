package io.postwerk.operator.apply;

import io.fabric8.kubernetes.api.model.Quantity;
import io.postwerk.crds.MailServerStatus;
import io.postwerk.crds.MailServerStatus.Storage.Capacity;
import io.postwerk.operator.model.Workload;
import io.postwerk.plan.finding.Reason;
import io.postwerk.plan.finding.ResourceFacts.Fact;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How large the volumes of a MailServer are, and whether they are as large as they should be.
 *
 * @param capacity capacity of the largest volume of each workload that has one
 * @param refused what the API server refused, in its words
 * @param growing which volumes are still to grow
 * @param missing whether there are claims that are not there yet
 */
public record VolumeSizes(
        Map<Workload, Quantity> capacity, List<String> refused, List<String> growing, boolean missing) {
    public VolumeSizes {
        capacity = Map.copyOf(capacity);
        refused = List.copyOf(refused);
        growing = List.copyOf(growing);
    }

    /** Whether they are to be looked at again even if nothing changes: a storage class may be changed, a claim be restored. */
    public boolean isOutstanding() {
        return missing || !refused.isEmpty() || !growing.isEmpty();
    }

    /** What the status says of them. */
    public MailServerStatus.Storage storage() {
        return new MailServerStatus.Storage(new Capacity(text(Workload.SMTP_SERVER), text(Workload.IMAP_SERVER)));
    }

    private Optional<String> text(Workload workload) {
        return Optional.ofNullable(capacity.get(workload)).map(Quantity::toString);
    }

    /** Whether they are as large as they should be; absent as long as there are none. */
    public Optional<Fact> resized() {
        if (!refused.isEmpty()) {
            return Optional.of(new Fact(false, Reason.RESIZE_REFUSED, String.join("; ", refused)));
        }
        if (!growing.isEmpty()) {
            return Optional.of(new Fact(false, Reason.RESIZING, String.join("; ", growing)));
        }
        return capacity.isEmpty() ? Optional.empty() : Optional.of(new Fact(true, Reason.RESIZED, ""));
    }
}
