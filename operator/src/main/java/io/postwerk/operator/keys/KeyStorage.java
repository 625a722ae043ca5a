package io.postwerk.operator.keys;

import io.fabric8.kubernetes.api.model.Secret;
import io.postwerk.crds.manifest.Problem;
import io.postwerk.operator.model.ServerIdentity;
import java.util.Optional;

/** Reads and writes the Secrets that hold keys. It does not catch exceptions of the client: the caller plans again later. */
public interface KeyStorage {
    /** A stored key cannot be used. It is not overwritten: a person must look. */
    final class KeyException extends Exception {
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

        /** What is wrong, for a condition. It never contains the key. */
        public Problem problem() {
            return problem;
        }
    }

    /** A Secret; it may come from a cache. */
    Optional<Secret> find(String namespace, String name);

    /**
     * Creates a Secret, unless there is one of that name already: then that one stays as it is. It must be a plain creation: applying
     * would overwrite a key that somebody else has just made.
     *
     * @return the Secret that is there now
     * @throws KeyException if what is there is another MailServer's
     */
    Secret create(Secret secret) throws KeyException;
}
