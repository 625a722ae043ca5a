package io.postwerk.operator.revision;

/**
 * What a program has loaded.
 *
 * @param sequence number of its configuration; 0 if it has none yet
 * @param pending how much of what that configuration asks for beyond being loaded is still to be done
 */
public record LoadedRevision(long sequence, long pending) {
    /** Nothing is loaded. */
    public static final LoadedRevision NONE = new LoadedRevision(0, 0);
}
