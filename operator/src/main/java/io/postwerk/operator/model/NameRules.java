package io.postwerk.operator.model;

import io.postwerk.crds.manifest.Problem;
import java.util.List;
import java.util.regex.Pattern;

/** Which names a MailServer can have on a cluster: those of its objects begin with it. */
final class NameRules {
    /** A Service's name (RFC 1035 2.3.1, as Kubernetes reads it). */
    private static final Pattern SERVICE_NAME = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");

    private NameRules() {}

    static List<Problem> problems(ServerIdentity identity) {
        String name = identity.name();
        if (name.length() <= Names.MAX_SERVER_LENGTH
                && SERVICE_NAME.matcher(name).matches()) {
            return List.of();
        }
        return List.of(new Problem(
                Problem.Severity.ERROR,
                "",
                0,
                "MailServer " + identity.namespace() + "/" + name,
                "metadata.name",
                "no Services and StatefulSets can be named after it",
                "choose a name of at most " + Names.MAX_SERVER_LENGTH
                        + " lower-case letters, digits and hyphens that begins with a letter"));
    }
}
