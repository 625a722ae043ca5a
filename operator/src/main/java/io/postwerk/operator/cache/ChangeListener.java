package io.postwerk.operator.cache;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.postwerk.crds.ObjectKey;
import java.util.Set;

/** Is told what has changed of what plans are made from. Called on the threads of watches: it must be quick. */
public interface ChangeListener {
    /** A custom resource has been created, changed or deleted. Changes of its status are not told. */
    void resourceChanged(Change<? extends HasMetadata> change);

    /** An object of a MailServer has been created, changed or deleted, not by the operator. */
    void dependentChanged(ObjectKey server, Change<? extends HasMetadata> change);

    /** Secrets that a MailServer's resources refer to have changed, or the right to read them has. */
    void secretsChanged(ObjectKey server, Set<ObjectKey> secrets);

    /** The labels of a namespace have changed, or it has been created or deleted. */
    void namespaceChanged(Change<Namespace> change);
}
