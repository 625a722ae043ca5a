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
     * How it stands with the file system that a server keeps its mail on.
     *
     * @param freeOctets free room
     * @param totalOctets size of the file system
     * @param minFreeOctets below that no new mail is taken
     * @param low whether no new mail is taken for lack of room
     */
    record Storage(long freeOctets, long totalOctets, long minFreeOctets, boolean low) {}

    /**
     * What a program has loaded.
     *
     * @param address IP address of the pod
     * @return absent if it does not answer
     */
    Optional<LoadedRevision> revision(String address, Program program);

    /**
     * How it stands with the file system that a server keeps its mail on.
     *
     * @param address IP address of the pod
     * @return absent if it does not answer, or is of a version that does not tell
     */
    Optional<Storage> storage(String address, Program server);

    /**
     * Whether an smtp-server that is to be removed has no mail left, so that nothing is lost or delayed.
     *
     * @param address IP address of the pod
     * @return false also if it does not answer
     */
    boolean isDrained(String address);
}
