package io.postwerk.store;

import io.postwerk.store.Flags.SystemFlag;
import io.postwerk.store.Folder.FolderId;
import java.time.Instant;
import java.util.List;

/**
 * All messages of a folder at one moment, in the order of their UIDs, without their contents: what a session needs to
 * number them. It does not change; {@link MailboxStore#changesSince} with {@link #highestModSeq} tells what came after.
 * Messages are addressed by {@code index}, from 0 to {@link #count} exclusive.
 */
public interface FolderState {
    FolderId folder();

    long uidValidity();

    long uidNext();

    long highestModSeq();

    /** The messages that are recent to the session that opened the folder, and to no other. */
    UidSet recent();

    /** Every keyword that a message of this folder has or had. */
    List<String> keywords();

    /** Whether a client may make up further keywords in this folder. */
    boolean takesKeywords();

    int count();

    long uid(int index);

    long modSeq(int index);

    Flags flags(int index);

    boolean has(int index, SystemFlag flag);

    /** The size of the message in octets. */
    long octets(int index);

    /** When it arrived, in whole seconds. */
    Instant internalDate(int index);

    /**
     * Where the message with this UID is; if there is none, {@code -(i + 1)} where {@code i} is the index of the first
     * message with a greater UID, as {@link java.util.Arrays#binarySearch(long[], long)} does.
     */
    int indexOf(long uid);
}
