package io.postwerk.operator.keys;

import io.postwerk.crds.manifest.Problem;
import io.postwerk.operator.model.ServerIdentity;

/** A key that is kept cannot be used. Nothing is overwritten: a person must look. */
public final class KeyException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    /** Says what is wrong with a key of a MailServer, and what to do about it. */
    public KeyException(ServerIdentity server, String what, String remedy) {
        super(what);
        problem = new Problem(
                Problem.Severity.ERROR,
                "",
                0,
                "MailServer " + server.namespace() + "/" + server.name(),
                "",
                what,
                remedy);
    }

    /** What is wrong, for a condition. Never has the key in it. */
    public Problem problem() {
        return problem;
    }
}
