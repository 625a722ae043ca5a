package io.postwerk.operator.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.postwerk.config.Program;
import io.postwerk.plan.Plan;
import java.util.SortedSet;
import java.util.TreeSet;

/** The ports to which smtp-server passes mail on. */
final class NextHopPorts {
    /** Between servers (RFC 5321 4.5.4.2): where the MX records of the rest of the world point to. */
    private static final int SMTP = 25;

    private static final String NEXT_HOP = "nextHop";

    private NextHopPorts() {}

    /** SMTP's own, and those of all next hops in the plan, the platform's and the tenants'. */
    static SortedSet<Integer> of(Plan plan) {
        SortedSet<Integer> ports = new TreeSet<>();
        ports.add(SMTP);
        plan.files().get(Program.SMTP_SERVER).values().forEach(file -> {
            for (JsonNode hop : CanonicalJson.tree(file).findValues(NEXT_HOP)) {
                if (hop.path("port").isInt()) {
                    ports.add(hop.get("port").asInt());
                }
            }
        });
        return ports;
    }
}
