package io.postwerk.operator.keys;

import io.fabric8.kubernetes.api.model.Secret;
import java.util.Optional;

/** Where Secrets with keys are. What an API server throws goes through: planning is then tried again. */
public interface KeyStorage {
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
