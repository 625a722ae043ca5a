package io.postwerk.store;

/**
 * A folder and its counters, as they were when it was asked for (what IMAP's STATUS tells).
 *
 * @param id which folder
 * @param name its name
 * @param uidValidity changes when UIDs of a folder of this name no longer mean what they meant; 1 to 2^32-1
 * @param uidNext more than every UID that a message of this folder has or had
 * @param highestModSeq the mod-sequence of the last change; at least 1
 * @param messages how many messages
 * @param unseen how many of them without {@code \Seen}
 * @param recent how many of them no session has claimed as recent yet
 * @param octets their sizes together
 */
public record Folder(
        FolderId id,
        FolderName name,
        long uidValidity,
        long uidNext,
        long highestModSeq,
        int messages,
        int unseen,
        int recent,
        long octets) {
    /**
     * Which folder of a mailbox, whatever its name is now. Never used again for another folder of the same mailbox.
     *
     * @param value positive
     */
    public record FolderId(long value) {
        public FolderId {
            if (value <= 0) {
                throw new IllegalArgumentException("a folder id is positive");
            }
        }
    }
}
