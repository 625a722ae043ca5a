package io.postwerk.controlplane.node;

import java.util.List;
import java.util.Map;

/** Addresses of the node: a link between it and the machine, and behind it the pods and Services. Only one node at a time can use them. */
final class Network {
    /** The link's end on the machine. */
    static final String LINK = "postwerk-node";

    /** The machine, as seen from the node: API server, DNS, and anything that a test listens on. */
    static final String MACHINE = "10.244.254.1";

    /** The node itself. */
    static final String NODE = "10.244.254.2";

    static final String PODS = "10.244.77.0/24";

    /** As the API server has it. */
    static final String SERVICES = "10.96.0.0/16";

    private Network() {}

    /** As node.sh reads them. */
    static Map<String, String> environment() {
        return Map.of(
                "NODE_CGROUP",
                Cgroups.NAME,
                "NODE_LINK",
                LINK,
                "NODE_GATEWAY",
                MACHINE,
                "NODE_ADDRESS",
                NODE,
                "NODE_RANGES",
                String.join(" ", List.of(PODS, SERVICES)));
    }
}
