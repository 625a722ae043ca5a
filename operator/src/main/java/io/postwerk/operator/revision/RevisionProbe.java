package io.postwerk.operator.revision;

import io.postwerk.config.Program;
import java.util.Optional;

/** Asks a program in a pod what it has loaded. */
@FunctionalInterface
public interface RevisionProbe {
    /**
     * Asks a program.
     *
     * @param address IP address of the pod
     * @return what it has loaded; absent if it does not answer
     */
    Optional<LoadedRevision> ask(String address, Program program);
}
