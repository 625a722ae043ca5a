package io.postwerk.store;

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
