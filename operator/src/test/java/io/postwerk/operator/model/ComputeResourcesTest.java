package io.postwerk.operator.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.postwerk.config.Program;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Wanted resources in place of our own. */
class ComputeResourcesTest {
    private static final ResourceRequirements DEFAULTS = ComputeResources.of(Program.IMAP_SERVER);

    @Test
    void areOursWhereNothingIsWanted() {
        assertThat(ComputeResources.merge(DEFAULTS, Optional.empty())).isEqualTo(DEFAULTS);
        assertThat(DEFAULTS.getLimits()).containsOnlyKeys("memory");
    }

    @Test
    void areMergedByName() {
        ResourceRequirements merged = merge(Map.of("cpu", "2"), Map.of("cpu", "4"));
        assertThat(merged.getRequests()).containsEntry("cpu", new Quantity("2")).containsKey("memory");
        assertThat(merged.getLimits()).containsEntry("cpu", new Quantity("4")).containsKey("memory");
    }

    @Test
    void neverAskForMoreThanTheLimit() {
        assertThat(merge(Map.of("memory", "2Gi"), Map.of()).getLimits()).containsEntry("memory", new Quantity("2Gi"));
        assertThat(merge(Map.of(), Map.of("memory", "64Mi")).getRequests())
                .containsEntry("memory", new Quantity("64Mi"));
        assertThat(merge(Map.of("memory", "1Gi"), Map.of("memory", "512Mi")).getRequests())
                .as("what is wanted is not made up for")
                .containsEntry("memory", new Quantity("1Gi"));
    }

    private static ResourceRequirements merge(Map<String, String> requests, Map<String, String> limits) {
        ResourceRequirementsBuilder wanted = new ResourceRequirementsBuilder();
        requests.forEach((name, amount) -> wanted.addToRequests(name, new Quantity(amount)));
        limits.forEach((name, amount) -> wanted.addToLimits(name, new Quantity(amount)));
        return ComputeResources.merge(DEFAULTS, Optional.of(wanted.build()));
    }
}
