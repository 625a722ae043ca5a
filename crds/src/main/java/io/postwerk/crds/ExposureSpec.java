package io.postwerk.crds;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A way in: one Service for the listeners of smtp-server and one for those of imap-server. A Service without any listener is not
 * made.
 */
@SpecRecord
@ValidationRule(
        value =
                "self.type == 'LoadBalancer' || (!has(self.loadBalancerClass) && (!has(self.loadBalancerSourceRanges) || "
                        + "size(self.loadBalancerSourceRanges) == 0))",
        message = Rules.EXPOSURE_LOAD_BALANCER)
@ValidationRule(
        value = "!has(self.ports) || !has(self.listeners) || self.ports.all(name, name in self.listeners)",
        message = Rules.EXPOSURE_PORTS)
public record ExposureSpec(
        @Required
        @Size(min = 1, max = 20)
        @Pattern(Patterns.LABEL)
        @JsonPropertyDescription("Name of the exposure; its Services are named after it.")
        String name,

        @Default("ClusterIP") @JsonPropertyDescription("Kind of the Services.")
        Type type,

        @Size(min = 1, max = 32)
        @SpecRecord.SetList
        @JsonPropertyDescription(
                "Names of the listeners, of spec.smtp and spec.mailbox, that can be reached. Default: all.")
        List<@Size(min = 1, max = 63) @Pattern(Patterns.LABEL) String> listeners,

        @Size(max = 32)
        @JsonPropertyDescription(
                "Service ports by name of the listener. Default: 25 for port 2525, 587 for 2587, 465 for 2465, "
                        + "143 for 2143, 993 for 2993, 110 for 2110, 995 for 2995, else the listener's own.")
        Map<String, @Min(1) @Max(65535) Integer> ports,

        @Size(max = 64) @JsonPropertyDescription("Annotations of the Services.")
        Map<String, @Size(max = 4096) String> annotations,

        @Size(max = 64) @JsonPropertyDescription("Labels of the Services.")
        Map<String, @Size(max = 63) String> labels,

        @Size(min = 1, max = 317)
        @JsonPropertyDescription("Which load balancer serves it, for type: LoadBalancer. Default: that of the cluster.")
        Optional<String> loadBalancerClass,

        @Size(max = 64)
        @SpecRecord.SetList
        @ValidationRule(
                value = "self.all(r, isCIDR(r) && cidr(r) == cidr(r).masked())",
                message = Rules.EXPOSURE_RANGES)
        @JsonPropertyDescription(
                "Networks whose clients the load balancer lets in, in CIDR notation, for type: LoadBalancer. "
                        + "Default: everybody.")
        List<@Size(min = 1, max = 43) String> loadBalancerSourceRanges,

        @Default("Local")
        @JsonPropertyDescription(
                "Where connections from outside the cluster go, for types NodePort and LoadBalancer. Local keeps "
                        + "the client's address, by which spam and relaying are judged.")
        ExternalTrafficPolicy externalTrafficPolicy) {
    /** Service port of the well-known listener ports; any other listener is served on its own port. */
    private static final Map<Integer, Integer> WELL_KNOWN =
            Map.of(2525, 25, 2587, 587, 2465, 465, 2143, 143, 2993, 993, 2110, 110, 2995, 995);

    /** Kinds of Services. */
    public enum Type {
        /** Reached from within the cluster. */
        @JsonProperty("ClusterIP")
        CLUSTER_IP,
        /** Reached on a port of every node. */
        @JsonProperty("NodePort")
        NODE_PORT,
        /** Reached at an address that the cluster's load balancer gives. */
        @JsonProperty("LoadBalancer")
        LOAD_BALANCER
    }

    /** Where connections from outside the cluster go. */
    public enum ExternalTrafficPolicy {
        /** To pods of the node that they came to: the client's address stays what it is. */
        @JsonProperty("Local")
        LOCAL,
        /** To any pod: the client's address is lost, and with it what is decided by it. */
        @JsonProperty("Cluster")
        CLUSTER
    }

    /** Whether a listener can be reached. */
    public boolean exposes(String listener) {
        return listeners.isEmpty() || listeners.contains(listener);
    }

    /** The service port of a listener that listens on the given port. */
    public int servicePort(String listener, int port) {
        return ports.getOrDefault(listener, WELL_KNOWN.getOrDefault(port, port));
    }
}
