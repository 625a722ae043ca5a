package io.postwerk.operator.keys;

import io.fabric8.kubernetes.api.model.Secret;
import io.postwerk.crds.manifest.Problem;
import io.postwerk.operator.model.ServerIdentity;
import java.util.Optional;

/** Where Secrets with keys are. What an API server throws goes through: planning is then tried again. */
public interface KeyStorage {
    /** A key that is kept cannot be used. Nothing is overwritten: a person must look. */
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

        /** What is wrong, for a condition. Never has the key in it. */
        public Problem problem() {
            return problem;
        }
    }

    /** A Secret, as of now or a little ago (a cache will do). */
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
