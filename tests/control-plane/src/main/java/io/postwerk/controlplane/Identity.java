package io.postwerk.controlplane;

import java.util.List;

/** Who is known to the API server by a token from its start on; service accounts and others come with {@link ControlPlane#clientAs}. */
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
