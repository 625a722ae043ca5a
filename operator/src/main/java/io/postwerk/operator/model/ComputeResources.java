package io.postwerk.operator.model;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.postwerk.config.Program;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Memory and CPU of the containers, unless the MailServer says otherwise. */
final class ComputeResources {
    private static final ResourceRequirements SMTP_SERVER = requirements("160Mi", "640Mi");
    private static final ResourceRequirements IMAP_SERVER = requirements("192Mi", "768Mi");

    /** The limit has room for an imported Argon2 hash of 128 MiB: one login must not end the sidecar. */
    private static final ResourceRequirements AUTH_SIDECAR = requirements("112Mi", "384Mi");

    private ComputeResources() {}

    /** Measured values with a margin (docs/images.md). The heap follows the memory limit. There is no CPU limit: it would slow the start. */
    static ResourceRequirements of(Program program) {
        return switch (program) {
            case SMTP_SERVER -> SMTP_SERVER;
            case IMAP_SERVER -> IMAP_SERVER;
            case AUTH_SIDECAR -> AUTH_SIDECAR;
        };
    }

    /**
     * The defaults, overridden by name. If an override has only a request, and it is larger than the default limit, the limit grows with
     * it: the API server refuses a container whose limit is below its request.
     */
    static ResourceRequirements merge(ResourceRequirements defaults, Optional<ResourceRequirements> override) {
        ResourceRequirements wanted = override.orElseGet(ResourceRequirements::new);
        Map<String, Quantity> requests = merged(defaults.getRequests(), wanted.getRequests());
        Map<String, Quantity> limits = merged(defaults.getLimits(), wanted.getLimits());
        Map<String, Quantity> wantedRequests = orEmpty(wanted.getRequests());
        Map<String, Quantity> wantedLimits = orEmpty(wanted.getLimits());
        requests.forEach((name, request) -> {
            Quantity limit = limits.get(name);
            if (limit == null || fits(request, limit)) {
                return;
            }
            if (!wantedLimits.containsKey(name)) {
                limits.put(name, request);
            } else if (!wantedRequests.containsKey(name)) {
                requests.put(name, limit);
            }
        });
        return new ResourceRequirementsBuilder(wanted)
                .withRequests(requests)
                .withLimits(limits)
                .build();
    }

    private static boolean fits(Quantity request, Quantity limit) {
        return request.getNumericalAmount().compareTo(limit.getNumericalAmount()) <= 0;
    }

    private static Map<String, Quantity> merged(Map<String, Quantity> defaults, Map<String, Quantity> wanted) {
        Map<String, Quantity> merged = new TreeMap<>(orEmpty(defaults));
        merged.putAll(orEmpty(wanted));
        return merged;
    }

    private static Map<String, Quantity> orEmpty(Map<String, Quantity> quantities) {
        return Optional.ofNullable(quantities).orElse(Map.of());
    }

    private static ResourceRequirements requirements(String memory, String memoryLimit) {
        return new ResourceRequirementsBuilder()
                .addToRequests("cpu", new Quantity("50m"))
                .addToRequests("memory", new Quantity(memory))
                .addToLimits("memory", new Quantity(memoryLimit))
                .build();
    }
}
