package io.postwerk.operator.model;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What containers are given to live on, unless the MailServer says otherwise. */
final class Resources {
    /** Of smtp-server and imap-server. No limit of CPU: throttling only makes mail slow. */
    static final ResourceRequirements SERVER = requirements("100m", "192Mi", "512Mi");

    /** Of auth-sidecar. */
    static final ResourceRequirements SIDECAR = requirements("100m", "128Mi", "256Mi");

    private Resources() {}

    /**
     * Default resources with what is wanted in their place, by name. Where only a request is wanted, and it is larger than the
     * default limit, that limit grows with it: a container with less than it asks for would be refused.
     */
    static ResourceRequirements merge(ResourceRequirements defaults, ResourceRequirements wanted) {
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

    private static ResourceRequirements requirements(String cpu, String memory, String memoryLimit) {
        return new ResourceRequirementsBuilder()
                .addToRequests("cpu", new Quantity(cpu))
                .addToRequests("memory", new Quantity(memory))
                .addToLimits("memory", new Quantity(memoryLimit))
                .build();
    }
}
