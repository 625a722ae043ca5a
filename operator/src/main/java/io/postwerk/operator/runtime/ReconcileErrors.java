package io.postwerk.operator.runtime;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.reconciler.RetryInfo;
import io.postwerk.operator.planning.Measures;
import java.util.Map;

/** Counts what the SDK tries again. */
record ReconcileErrors(Measures measures) implements Metrics {
    @Override
    public void reconciliationFailed(
            HasMetadata resource, RetryInfo retry, Exception failure, Map<String, Object> metadata) {
        measures.unreported(resource.getKind());
    }
}
