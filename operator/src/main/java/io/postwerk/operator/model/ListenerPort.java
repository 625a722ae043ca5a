package io.postwerk.operator.model;

import io.postwerk.crds.MailServerSpec;
import java.util.List;

/**
 * A listener, as a pod and a Service see it.
 *
 * @param name name of the listener
 * @param port its TCP port in the pod
 */
record ListenerPort(String name, int port) {
    /** Longest name of a container's port (IANA service name, RFC 6335 5.1). */
    private static final int MAX_PORT_NAME = 15;

    /** Ports from here on need no privilege. */
    private static final int FIRST_UNPRIVILEGED = 1024;

    static List<ListenerPort> of(MailServerSpec spec, Workload workload) {
        return switch (workload) {
            case SMTP_SERVER ->
                spec.smtp().listeners().stream()
                        .map(l -> new ListenerPort(l.name(), l.port()))
                        .toList();
            case IMAP_SERVER ->
                spec.mailbox().listeners().stream()
                        .map(l -> new ListenerPort(l.name(), l.port()))
                        .toList();
        };
    }

    /** Name of the container's port: the listener's where that is allowed, and not one of our own ports'. */
    String containerPortName() {
        boolean fits = name.length() <= MAX_PORT_NAME
                && name.chars().anyMatch(c -> c >= 'a' && c <= 'z')
                && !name.contains("--")
                && !Containers.OWN_PORT_NAMES.contains(name);
        return fits ? name : "tcp-" + port;
    }

    boolean privileged() {
        return port < FIRST_UNPRIVILEGED;
    }
}
