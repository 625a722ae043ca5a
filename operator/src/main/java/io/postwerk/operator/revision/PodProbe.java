package io.postwerk.operator.revision;

import io.postwerk.config.Program;
import java.util.Optional;

/** Asks programs in pods. */
public interface PodProbe {
    /**
     * What a program has loaded.
     *
     * @param sequence number of its configuration; 0 if it has none yet
     * @param pending how much of what that configuration asks for beyond being loaded is still to be done
     */
    record LoadedRevision(long sequence, long pending) {
        /** Nothing is loaded. */
        public static final LoadedRevision NONE = new LoadedRevision(0, 0);
    }

    /**
     * What a program has loaded.
     *
     * @param address IP address of the pod
     * @return absent if it does not answer
     */
    Optional<LoadedRevision> revision(String address, Program program);

    /**
     * Whether an smtp-server that is to be removed has no mail left, so that nothing is lost or delayed.
     *
     * @param address IP address of the pod
     * @return false also if it does not answer
     */
    boolean isDrained(String address);
}
