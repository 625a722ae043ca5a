package io.postwerk.operator.revision;

import io.postwerk.config.Program;
import java.util.Optional;

/** Asks programs in pods. */
public interface PodProbe {
    /**
     * What a program has loaded.
     *
     * @param address IP address of the pod
     * @return absent if it does not answer
     */
    Optional<LoadedRevision> revision(String address, Program program);

    /**
     * Whether nothing is lost, or left waiting, if an smtp-server goes that was told to.
     *
     * @param address IP address of the pod
     * @return false also if it does not answer
     */
    boolean isDrained(String address);
}
