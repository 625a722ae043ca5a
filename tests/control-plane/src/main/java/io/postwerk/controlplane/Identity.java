package io.postwerk.controlplane;

import java.util.List;

/** The users whose tokens the API server knows from its start; for service accounts and others see {@link ControlPlane#clientAs}. */
public enum Identity {
    /** May do everything. */
    ADMIN("admin", "system:masters"),

    /** Its controllers share these rights, instead of one service account for each. */
    CONTROLLER_MANAGER("system:kube-controller-manager", "system:masters"),

    SCHEDULER("system:kube-scheduler", "system:authenticated"),

    /** The kubelet of a node that is named {@code node}. */
    NODE("system:node:node", "system:nodes");

    private final String user;
    private final List<String> groups;

    Identity(String user, String... groups) {
        this.user = user;
        this.groups = List.of(groups);
    }

    /** As in the audit log. */
    public String user() {
        return user;
    }

    public List<String> groups() {
        return groups;
    }
}
